"""The day that a citizen speaks of, before anyone has looked at a calendar."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from kb.values.numbers import to_int

_NUMERAL = (
    r"(?:\d{1,2}|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二两三四五六七八九])"
)
_DATE = re.compile(rf"({_NUMERAL})月(?:份)?({_NUMERAL})[日号]?")
_DAY = re.compile(rf"(?<![\d月])({_NUMERAL})[日号](?!线|楼|窗|院|文|令|店|厅)")
_TIME = re.compile(rf"({_NUMERAL})(?:点|时)(?:钟)?(半|一刻|三刻|{_NUMERAL}分?)?(?!以内|左右多)")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_PARTS_OF_HOUR = {"半": 30, "一刻": 15, "三刻": 45}
_NOON = 12


class DayPart(StrEnum):
    """时段: a part of the day."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, kw_only=True)
class SaidDay:
    """所说的日子: a day as it was said; which date that is depends on the clock.

    Of `offset`, `weekday`, `weekend`, `workday`, `holiday` and `day` at most one is set. None of
    them is where only a part of the day or a time is said: 「中午开门不」.
    """

    text: str  # the citizen's words for the day
    offset: int | None = None  # days from today: 今天 0, 明天 1, 昨天 -1
    weekday: int | None = None  # 0 is Monday; the next one to come, in `week`
    week: int | None = None  # 这周 0, 下周 1; None: not said
    weekend: bool = False  # 「周末」: Saturday and Sunday
    workday: bool = False  # 「工作日」, 「平时」
    holiday: str | None = None  # as the calendar calls it: 中秋节; 节假日 is any
    month: int | None = None  # 「十月一号」; with `day`
    day: int | None = None  # of the month, also alone: 「五号」
    part: DayPart | None = None
    at: time | None = None  # 「下午五点」 is 17:00


def day_in(text: str) -> SaidDay | None:
    """The first day, part of a day or time that a normalised text speaks of."""
    table = _table()
    part = _first(text, table["parts"])
    at = _time(text, DayPart(table["parts"][part]) if part else None)
    said = _day(text)
    if said is None and part is None and at is None:
        return None
    found = said or SaidDay(text=part or "")
    return replace(found, part=DayPart(table["parts"][part]) if part else None, at=at)


def _day(text: str) -> SaidDay | None:
    table = _table()
    if match := _DATE.search(text):
        return SaidDay(text=match[0], month=_value(match[1]), day=_value(match[2]))
    if match := _weekday().search(text):
        return SaidDay(
            text=match[0], weekday=table["weekdays"][match["day"]], week=_week(match["week"] or "")
        )
    if (word := _first(text, table["words"]["weekend"])) is not None:
        return SaidDay(text=word, week=_week(text), weekend=True)
    if (word := _first(text, table["words"]["workday"])) is not None:
        return SaidDay(text=word, workday=True)
    if (word := _first(text, table["offsets"])) is not None:
        return SaidDay(text=word, offset=table["offsets"][word])
    if match := _holiday().search(text):
        return SaidDay(text=match[0], holiday=table["holidays"][match[0]])
    if match := _DAY.search(text):
        return SaidDay(text=match[0], day=_value(match[1]))
    return None


def _week(text: str) -> int | None:
    known = _table()["words"]
    if any(word in text for word in known["next_week"]) or text.startswith("下"):
        return 1
    this = any(word in text for word in known["this_week"]) or text.startswith(("这", "本"))
    return 0 if this else None


def _time(text: str, part: DayPart | None) -> time | None:
    if match := _CLOCK.search(text):
        hour, minute = int(match[1]), int(match[2])
    elif match := _TIME.search(text):
        hour = _value(match[1])
        after = (match[2] or "").removesuffix("分")
        minute = _PARTS_OF_HOUR.get(after) or (_value(after) if after else 0)
    else:
        return None
    if part in (DayPart.AFTERNOON, DayPart.EVENING) and hour < _NOON:
        hour += _NOON
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a day's hours


def _first(text: str, wanted: Iterable[str]) -> str | None:
    """The word that stands first in a text; of several there the longest."""
    found = [(text.index(word), -len(word), word) for word in wanted if word in text]
    return min(found)[2] if found else None


def _value(written: str) -> int:
    value = to_int(written)
    assert value is not None  # the patterns find numerals alone
    return value


@cache
def _weekday() -> re.Pattern[str]:
    days = "".join(_table()["weekdays"])
    return re.compile(
        rf"(?P<week>[这本下]个?)?(?:周|星期|礼拜)(?P<day>[{days}])(?!到|至|年|日?[天]内|次)"
    )


@cache
def _holiday() -> re.Pattern[str]:
    words = sorted(_table()["holidays"], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(words)})(?![点月个日号天路岁块元年])")


@cache
def _table() -> dict[str, Any]:
    path = files("dialogue").joinpath("data/understanding/days.toml")
    return tomllib.loads(path.read_text("utf-8"))
