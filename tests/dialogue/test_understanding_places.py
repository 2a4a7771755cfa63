"""Where a matter is asked about, and for whom."""

import pytest
from fictional import REGIONS

from dialogue.understanding import Understanding
from kb.elements import Audience
from retriever.place_names import place_names, places_in


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding(REGIONS)


@pytest.mark.parametrize(
    "said",
    [
        "我们区在哪办",
        "当地怎么办",
        "我这边要带什么",
        "本市的标准",
        "咱们县能办吗",
        "我们这儿周六开门吗",
    ],
)
def test_the_region_that_is_known_may_be_meant(understanding: Understanding, said: str) -> None:
    assert understanding.understand(said).here


@pytest.mark.parametrize("said", ["本地户口能办吗", "西岛区在哪办", "我们公司怎么办", "非本地人"])
def test_other_words_mean_no_region_that_is_known(understanding: Understanding, said: str) -> None:
    assert not understanding.understand(said).here


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("济南的居住证咋办", "济南"),
        ("南开区怎么办医保", "南开区"),
        ("我在长春，公积金怎么取", "长春"),
        ("哈尔滨的落户条件", "哈尔滨"),
        ("烟台怎么加装电梯", "烟台"),
        ("我家在唐山，煤气过户带什么", "唐山"),
        ("南宁人工耳蜗补助", "南宁"),
        ("苏州市住房补贴几号发", "苏州市"),
    ],
)
def test_a_place_that_is_not_served_is_named(
    understanding: Understanding, said: str, place: str
) -> None:
    assert understanding.understand(said).elsewhere == place


@pytest.mark.parametrize(
    "said",
    [
        "从济南转来的社保", "济南户口能办吗", "去北京看病怎么备案", "在杭州交了八年医保，怎么转过来", "我是长春人",
        "台湾通行证怎么办", "西岛区的居住卡", "老家在济南", "市区哪里能办", "小区停车", "开发区在哪办", "上海路怎么走",
        "云城居住卡，济南的不算",
        "安康码打不开", "来宾登记怎么办", "开封过的药能退吗", "唐山人能在这儿办吗", "海口户口迁过来",
    ],
)  # fmt: skip
def test_a_place_of_the_past_or_of_a_journey_is_not_where_it_is_done(
    understanding: Understanding, said: str
) -> None:
    assert understanding.understand(said).elsewhere is None


def test_names_of_the_country_are_many_and_hold_no_common_words() -> None:
    names = place_names()
    assert len(names) > 3000
    assert {"济南", "南开区", "长春市", "云南省", "烟台", "齐齐哈尔"} <= names
    assert not {"小区", "社区", "开发区", "平安", "新店", "台湾"} & names


def test_known_names_are_no_places_elsewhere() -> None:
    assert places_in("济南的居住证") == ((0, 2),)
    assert places_in("济南的居住证", known={"济南"}) == ()


@pytest.mark.parametrize(
    ("said", "audience"),
    [
        ("我们公司要给员工交社保", Audience.ORGANISATION),
        ("以单位的名义申请", Audience.ORGANISATION),
        ("公司搬家了执照怎么改", Audience.ORGANISATION),
        ("我妈的老年卡怎么办", Audience.PERSON),
        ("给孩子上户口", Audience.PERSON),
        ("我是在私企上班的", Audience.PERSON),
        ("公司不给我交社保", Audience.PERSON),
        ("个人办还是公司办", None),
        ("居住卡怎么办", None),
        ("我想补身份证", None),
    ],
)
def test_the_audience_is_heard_where_it_is_plainly_said(
    understanding: Understanding, said: str, audience: Audience | None
) -> None:
    assert understanding.understand(said).audience is audience


def test_a_region_may_be_named_as_a_condition(understanding: Understanding) -> None:
    plain = understanding.understand("西岛区几点上班")
    told = understanding.understand("在西岛区的话几点上班")
    assert (told.regions, told.elements) == (plain.regions, plain.elements)
    assert told.names_nothing


@pytest.mark.parametrize(
    "said", ["受理条件是啥", "材料有哪些", "那什么条件才能办", "要走哪些步骤", "得去现场几次？"]
)
def test_what_only_asks_on_names_nothing(understanding: Understanding, said: str) -> None:
    assert understanding.understand(said).names_nothing
