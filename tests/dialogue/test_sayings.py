"""What is searched for where citizens speak in other words than guides, or at length."""

import pytest

from dialogue.understanding import as_guides_say
from dialogue.understanding.kin import dead_in, kin_in
from dialogue.understanding.sayings import told_of_the_dead
from dialogue.understanding.splitting import matter_of
from dialogue.understanding.stories import point_of


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("我妈走了都要办啥手续", "我妈去世都要办啥手续"),
        ("老伴没了,能领什么钱", "老伴去世,能领什么钱"),
        ("媳妇刚生了,要办哪些证", "媳妇生孩子,要办哪些证"),
        ("我家卫生间一直滴水", "我家卫生间漏水"),
        ("狗狗上牌照要多少钱", "狗上牌照要多少钱"),
        ("我爸82了,有啥补贴没", "我爸高龄老人,有啥补贴没"),
        ("社保断了俩月", "社保断缴俩月"),
        ("我爸去世了身份证怎么处理", "我爸死者身份证缴销怎么处理"),
    ],
)
def test_a_saying_is_searched_for_as_guides_say_it(said: str, meant: str) -> None:
    assert as_guides_say(said) == meant


@pytest.mark.parametrize(
    "said", ["身份证没了怎么补", "我们走了三趟", "儿子的身份证没了", "落户口要什么"]
)
def test_words_that_only_look_like_a_saying_stay(said: str) -> None:
    assert as_guides_say(said) == said


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("户照换发多少钱", "护照换发多少钱"),
        ("公鸡金怎么取", "公积金怎么取"),
        ("低宝一个月多少", "低保一个月多少"),
    ],
)
def test_what_is_no_word_and_sounds_like_a_matter_is_that(heard: str, meant: str) -> None:
    assert as_guides_say(heard) == meant


@pytest.mark.parametrize("said", ["申领正本多少钱", "户口不在本市的能报名吗", "公证要多久"])
def test_words_that_are_written_right_stay(said: str) -> None:
    assert as_guides_say(said) == said


def test_who_has_died_is_known_and_who_has_not() -> None:
    assert dead_in("老父亲走了,在家走的") == {"father"}
    assert dead_in("家里有人去世了") == {"anybody"}
    assert dead_in("我妈身份证过期了") == frozenset()
    assert kin_in("身份证我爸的也找不着了") == {"father"}
    assert told_of_the_dead("银行卡里的钱呢") == "去世,银行卡里的钱呢"


def test_a_story_comes_to_the_clause_that_asks_and_names_its_matter() -> None:
    story = "昨天坐火车从老家回来,睡了一觉钱包就不见了,里面有两百块钱,下礼拜还要考试,麻烦问下补身份证几天能拿到"
    assert point_of(story) == "麻烦问下补身份证几天能拿到"


def test_a_matter_named_before_the_question_stays_with_it() -> None:
    story = "我们是外地来的,在这边做点小生意,孩子六岁半了,明年要上一年级,老婆没有工作,报名要准备哪些材料"
    assert point_of(story) == "明年要上一年级,报名要准备哪些材料"


def test_where_nothing_is_named_what_the_story_begins_with_is_asked_about() -> None:
    story = (
        "楼上装修以后我家卫生间就一直滴水,找他说了好几次都不承认,天花板都发霉了,这种情况我该怎么办"
    )
    assert point_of(story) == "楼上装修以后我家卫生间就一直滴水,这种情况我该怎么办"


def test_the_office_is_no_part_of_the_matter() -> None:
    assert matter_of("派出所户政大厅补身份证") == "补身份证"
    assert matter_of("窗口办事的态度差怎么投诉") == "窗口办事的态度差怎么投诉"


def test_a_place_that_the_base_does_not_serve_is_elsewhere() -> None:
    assert as_guides_say("我妈在上海带孩子,看病医保能用吗", ("云泽",)) == "我妈在异地就医医保能用吗"
