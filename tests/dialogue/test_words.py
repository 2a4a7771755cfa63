"""What is left of a question once everything that is understood of it is taken away."""

from dataclasses import replace

import pytest
from fictional import guide

from dialogue.deciding.elements import likest_elements
from dialogue.words import asks_for_all, asks_more_than_likewise
from kb.elements import Element, Text

BENEFIT = guide("A", fee="不收费")
TELLING = {
    **BENEFIT.elements,
    Element.CONDITIONS: Text(text="年满80周岁。"),
    Element.OUTCOME: Text(text="每人每月60元"),
}


@pytest.mark.parametrize(
    "said",
    ["接下来都要办哪些证", "后面都有哪些手续要办", "一堆手续不知道从哪弄起", "前前后后要办哪些事"],
)
def test_all_that_there_is_to_do_is_asked_for(said: str) -> None:
    assert asks_for_all(said)


@pytest.mark.parametrize("said", ["要带什么证件", "办理流程是什么", "去哪办手续"])
def test_one_matter_is_not_all(said: str) -> None:
    assert not asks_for_all(said)


def test_a_district_asks_the_same_again_and_an_amount_does_not() -> None:
    assert not asks_more_than_likewise("那南区呢")
    assert asks_more_than_likewise("一个月能领多少")


def test_what_is_no_element_is_told_from_where_it_stands() -> None:
    told = replace(BENEFIT, elements=TELLING)
    assert likest_elements(told, "一个月能领多少") == (Element.OUTCOME,)
    assert likest_elements(told, "天气好吗") == ()
