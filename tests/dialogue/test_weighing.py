from dataclasses import replace

from dialogue.weighing import weighed as weighed_by
from kb.elements import Element
from kb.entries import EntryKind
from retriever.results import Hit


def hit(code: str, name: str, kind: EntryKind, probability: float) -> Hit:
    return Hit(
        item_code=code,
        name=name,
        region=None,
        entry_id=code,
        element=None,
        kind=kind,
        probability=probability,
        text="",
    )


ITEM = hit("A", "居住卡办理", EntryKind.ITEM, 0.3)
QUESTION = hit("Q", "居住卡断签了还算数吗", EntryKind.FAQ, 0.5)
FEE = hit("F", "暖气费多少钱一平方米", EntryKind.FAQ, 0.5)


def weighed(hits: tuple[Hit, ...], elements: tuple[Element, ...], text: str) -> tuple[Hit, ...]:
    return weighed_by(hits, elements, text, lambda code: ["A"] if code == "L" else [])


def test_a_question_that_asks_for_something_else_steps_back_behind_the_item() -> None:
    first, second = weighed((QUESTION, ITEM), (Element.FEE,), "居住卡多少钱")
    assert (first.item_code, second.item_code) == ("A", "Q")
    assert first.probability > 0.5


def test_nothing_is_gained_or_lost_in_all() -> None:
    found = weighed((QUESTION, ITEM), (Element.FEE,), "居住卡多少钱")
    assert round(sum(each.probability for each in found), 6) == 0.8


def test_a_question_that_asks_for_the_same_stays() -> None:
    assert weighed((FEE, ITEM), (Element.FEE,), "暖气费多少") == (FEE, ITEM)


def test_where_no_heading_is_asked_for_all_stays() -> None:
    assert weighed((QUESTION, ITEM), (Element.CONDITIONS,), "居住卡能办吗") == (QUESTION, ITEM)
    assert weighed((QUESTION, ITEM), (), "居住卡") == (QUESTION, ITEM)


def test_a_question_in_its_own_words_stays() -> None:
    found = weighed((QUESTION, ITEM), (Element.FEE,), "居住卡断签了还算数吗")
    assert found[0].item_code == "Q"


def test_an_answer_without_a_telephone_is_not_the_one_to_ring() -> None:
    told = replace(QUESTION, text="带身份证到登记处补领。")
    found = weighed((told, ITEM), (Element.PHONE,), "居住卡断签了还算数吗,打哪个电话")
    assert found[0].item_code == "A"


def test_all_that_there_is_to_do_is_a_life_event() -> None:
    event = hit("L", "退休一件事", EntryKind.LIFE_EVENT, 0.3)
    first, *_ = weighed((ITEM, QUESTION, event), (Element.PROCEDURE,), "退休前前后后要办哪些事")
    assert first.item_code == "L"
    assert first.probability > 0.6


def test_a_step_of_a_life_event_speaks_for_it_where_all_is_asked_for() -> None:
    step = hit("A", "企业注销登记", EntryKind.ITEM, 0.64)
    event = hit("L", "公司注销一件事", EntryKind.LIFE_EVENT, 0.36)
    first, second = weighed((step, event), (Element.PROCEDURE,), "整个注销流程要办哪几样")
    assert first.item_code == "L"
    assert first.probability > 0.8
    assert round(first.probability + second.probability, 6) == 1.0
