"""Choices by number, corrections, and days."""

from datetime import time

import pytest
from fictional import REGIONS

from dialogue.understanding import DayPart, SaidDay, Understanding
from kb.elements import Element


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding(REGIONS)


@pytest.mark.parametrize(
    ("said", "ordinal"),
    [
        ("第二个", 2), ("2", 2), ("选第一个", 1), ("最后一个", -1), ("后面那个", -1), ("我选三", 3), ("第十二项", 12),
        ("前面那个", 1), ("头一个", 1), ("后者", -1), ("b", 2), ("选2吧", 2), ("第1种情况", 1), ("中间那个", 2),
        ("就第三个", 3), ("２", 2), ("第二个多少钱", 2), ("第一个在哪办", 1), ("第二個", 2),
    ],
)  # fmt: skip
def test_a_choice_by_number(understanding: Understanding, said: str, ordinal: int) -> None:
    assert understanding.understand(said).ordinal == ordinal


@pytest.mark.parametrize(
    "said",
    [
        "第二个孩子怎么上户口", "二手车过户", "第一次办护照", "一年要交几次", "三孩补贴", "100", "最后要拿到什么证",
        "二胎", "第二代身份证", "后面还要办什么", "一次能办完吗", "12345",
    ],
)  # fmt: skip
def test_numbers_in_a_matter_choose_nothing(understanding: Understanding, said: str) -> None:
    assert understanding.understand(said).ordinal is None


@pytest.mark.parametrize(
    ("said", "ruled_out", "searched"),
    [
        ("不是丢了，是过期了", ("丢",), "过期了"),
        ("没丢，就是坏了", ("丢",), "坏了"),
        ("不补办，我要换新的", ("补办",), "换新的"),
        ("不是居住卡，是岛民卡", ("居住卡",), "岛民卡"),
        ("我说的不是渔船，是风筝证怎么换", ("渔船",), "风筝证怎么换"),
        ("我要办岛民卡，不是新办是换卡", ("新办",), "我要办岛民卡,换卡"),
    ],
)
def test_what_is_taken_back_is_not_searched_for(
    understanding: Understanding, said: str, ruled_out: tuple[str, ...], searched: str
) -> None:
    heard = understanding.understand(said)
    assert heard.ruled_out == ruled_out
    assert heard.search_text == searched
    assert not heard.names_nothing


@pytest.mark.parametrize(
    "said",
    ["是不是要预约", "不是说免费吗", "不是本地人能办吗", "没丢过", "能不能换", "这不是居住卡吗"],
)
def test_other_words_with_not_take_nothing_back(understanding: Understanding, said: str) -> None:
    assert understanding.understand(said).ruled_out == ()


DAYS: dict[str, SaidDay] = {
    "周六上班吗": SaidDay(text="周六", weekday=5),
    "下周三下午五点半还能办吗": SaidDay(
        text="下周三", weekday=2, week=1, part=DayPart.AFTERNOON, at=time(17, 30)
    ),
    "这周日开门不": SaidDay(text="这周日", weekday=6, week=0),
    "明天有人吗": SaidDay(text="明天", offset=1),
    "今天下午还上班不": SaidDay(text="今天", offset=0, part=DayPart.AFTERNOON),
    "后天上午办公吗": SaidDay(text="后天", offset=2, part=DayPart.MORNING),
    "中秋节开门吗": SaidDay(text="中秋节", holiday="中秋节"),
    "国庆期间办不办公": SaidDay(text="国庆", holiday="国庆节"),
    "十月一号能办护照吗": SaidDay(text="十月一号", month=10, day=1),
    "5月20日上班吗": SaidDay(text="5月20日", month=5, day=20),
    "二十号开门吗": SaidDay(text="二十号", day=20),
    "中午开门不": SaidDay(text="中午", part=DayPart.NOON),
    "晚上七点还开着吗": SaidDay(text="晚上", part=DayPart.EVENING, at=time(19, 0)),
    "周末呢": SaidDay(text="周末", weekend=True),
    "工作日几点上班": SaidDay(text="工作日", workday=True),
    "节假日休息吗": SaidDay(text="节假日", holiday="节假日"),
    "礼拜天能去吗": SaidDay(text="礼拜天", weekday=6),
    "17:30还能取号吗": SaidDay(text="", at=time(17, 30)),
    "几点上班": None,  # type: ignore[dict-item]
    "五一路的大厅几点上班": None,  # type: ignore[dict-item]
}


@pytest.mark.parametrize("said", DAYS)
def test_a_day_is_heard_as_it_was_said(understanding: Understanding, said: str) -> None:
    heard = understanding.understand(said)
    assert Element.HOURS in heard.elements
    assert heard.day == DAYS[said]


def test_a_day_counts_only_where_hours_are_asked_for(understanding: Understanding) -> None:
    assert understanding.understand("今天身份证丢了怎么补").day is None
