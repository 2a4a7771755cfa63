"""Entries that say the same count as one, and no more than those."""

from eval.equality import Equals, groups_of
from kb.records import Faq, Guide, Item, Policy, Record

RECORDS: list[Record] = [
    Item(item_code="A", name="云上居住卡办理"),
    Guide(item_code="B", name="云上居住卡 办理", aliases=("渔船登记",)),
    Item(item_code="C", name="月光渔船登记", aliases=("渔船登记",)),
    Faq(faq_id="F1", question="糖盒子在哪？", answer="彩云街1号。"),
    Faq(faq_id="F2", question="糖盒子在哪？", answer="彩云街2号。"),
    Faq(faq_id="F3", question="大厅地址", answer="彩云街2号。"),
    Policy(doc_id="P1", title="办法", text="第一条 月光归渔船。"),
    Policy(doc_id="P2", title="规定", text="第一条　月光归渔船。"),
    Policy(doc_id="P3", title="办法", text="第一条 风筝归风。"),
]


def test_names_questions_answers_and_texts_make_groups_and_aliases_and_titles_none() -> None:
    assert groups_of(RECORDS) == (("A", "B"), ("F1", "F2"), ("F2", "F3"), ("P1", "P2"))


def test_equality_does_not_run_through_a_third() -> None:
    equals = Equals(groups_of(RECORDS))
    assert equals.to("F2") == {"F1", "F2", "F3"}
    assert equals.to("F1") == {"F1", "F2"}
    assert equals.to("C") == {"C"}


def test_what_equals_a_gold_stands_as_it_once_at_its_first_place() -> None:
    equals = Equals(groups_of(RECORDS))
    assert equals.judged(["C", "B", "F1", "A"], ["A"]) == ["C", "A", "F1"]
    assert equals.judged(["F3", "F1"], ["F2"]) == ["F2"]
    assert equals.judged(["B", "C"], ["F1"]) == ["B", "C"]


def test_golds_that_say_the_same_are_one() -> None:
    equals = Equals(groups_of(RECORDS))
    assert equals.golds(["A", "B", "C"]) == ("A", "C")
    assert equals.golds(["F1", "F3"]) == ("F1", "F3")
