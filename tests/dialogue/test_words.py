"""What is left of a question once everything that is understood of it is taken away."""

from dataclasses import replace

import pytest
from fictional import guide

from dialogue.deciding.elements import likest_elements
from dialogue.words import (
    asks_for_all,
    asks_more_than_likewise,
    asks_what_it_requires,
    called,
    conditions_the_matter,
)
from kb.elements import Element, Text

BENEFIT = guide("A", fee="不收费")
TELLING = {
    **BENEFIT.elements,
    Element.CONDITIONS: Text(text="年满80周岁。"),
    Element.OUTCOME: Text(text="每人每月60元"),
}


@pytest.mark.parametrize(
    "said",
    [
        "接下来都要办哪些证",
        "我想开个小吃店,要办啥证",
        "后面都有哪些手续要办",
        "一堆手续不知道从哪弄起",
        "前前后后要办哪些事",
    ],
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
    assert likest_elements(told, "最多能拿60元对不对") == (Element.OUTCOME,)
    assert likest_elements(told, "最多能拿70元对不对") == ()


@pytest.mark.parametrize(
    "said", ["一定要公证吗", "要不要做体检", "必须本人签字吗", "不是低保户也行?", "没居住证呢"]
)
def test_what_a_matter_requires_is_no_matter_of_its_own(said: str) -> None:
    assert asks_what_it_requires(said)


@pytest.mark.parametrize("said", ["公证怎么办", "体检在哪做"])
def test_what_is_asked_about_by_itself_is_one(said: str) -> None:
    assert not asks_what_it_requires(said)


@pytest.mark.parametrize(
    "said",
    [
        "那要是过期一年多了呢",
        "病历找不着了,还能开吗",
        "要我亲自去吗,我妈去行不行",
        "我还有个妹妹,她要不要签字",
        "我媳妇的也能一起提吗",
    ],
)
def test_how_things_are_conditions_the_matter(said: str) -> None:
    assert conditions_the_matter(said)


def test_an_item_is_called_by_less_than_its_name() -> None:
    assert "高龄津贴" in called(replace(BENEFIT, name="高龄津贴申领"))
