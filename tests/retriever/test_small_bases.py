"""Bases of one kind: what is asked of each is in it, by the words that the kind is known by."""

from kb.records import Faq, Guide, Policy, Record
from retriever.fields import DocumentRole
from retriever.training.judging import Labelled
from retriever.training.own_questions import own_questions
from retriever.training.small_bases import (
    SmallBase,
    answers_alone,
    fold_of,
    names_alone,
    policies_alone,
)

PUBLISHED: list[Record] = [
    Guide(item_code="X-1", name="云上居住卡办理"),
    Faq(
        faq_id="F-1", question="大厅几点开门", answer="每日九时。", similar_questions=("几点上班",)
    ),
    Policy(doc_id="P-1", title="渔船办法", text="第一条 渔船每年登记一次。"),
    Policy(doc_id="P-2", title="风筝办法", text="第一条 风筝不登记。"),
]
LABELLED = [Labelled(text="渔船多久登记", items=("P-1",)), Labelled(text="办卡", items=("X-1",))]


def roles(base: SmallBase) -> set[str]:
    return {document.meta["role"] for document in base.indexed().documents}


def codes(base: SmallBase) -> set[str]:
    return {document.meta["item_code"] for document in base.indexed().documents}


def test_policies_are_those_that_were_written_for_training_and_those_that_are_asked_for() -> None:
    base = policies_alone(PUBLISHED, LABELLED)
    assert roles(base) == {DocumentRole.PASSAGE}
    assert {each.items[0] for each in base.questions} == codes(base)
    assert "P-1" in codes(base)
    assert "P-2" not in codes(base)
    assert len(codes(base)) > 12


def test_faq_are_known_by_their_answers_and_asked_for_by_their_questions() -> None:
    base = answers_alone(PUBLISHED)
    assert roles(base) == {DocumentRole.ANSWER}
    assert [each.text for each in base.questions] == ["大厅几点开门", "几点上班"]


def test_of_all_names_the_questions_of_one_fold_are_asked() -> None:
    own = own_questions()
    base = names_alone(own, 0)
    assert roles(base) == {DocumentRole.NAME}
    assert len(base.records) == len(own.names)
    assert 0 < len(base.questions) < len(own.questions) / 3
    learnt = {own.questions[row] for row, right in enumerate(own.right) if fold_of(right) != 0}
    assert not learnt & {each.text for each in base.questions}
