"""Working days and holidays of business time, from the official calendar."""

import logging
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from itertools import dropwhile, takewhile
from typing import Any

import chinese_calendar

_LOG = logging.getLogger(__name__)
_SATURDAY = 5
_A_YEAR = 366  # days in which every holiday comes round


class DayKind(StrEnum):
    """日子类型: what the official calendar makes of a day."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # 法定节假日, with the days off that go with it
    MADE_UP = "made_up"  # 调休上班: a weekend's day that is worked


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """日历: the library's years, with single days overruled by a table."""

    overruled: Mapping[date, DayKind] = field(default_factory=dict)

    def kind(self, day: date) -> DayKind:
        """What a day is; weekends only, and a line in the log, in years that nobody knows yet."""
        if day in self.overruled:
            return self.overruled[day]
        weekend = day.weekday() >= _SATURDAY
        if not self.knows(day):
            _LOG.warning("no official calendar for %d: holidays are not known", day.year)
            return DayKind.WEEKEND if weekend else DayKind.WORKDAY
        off, holiday = chinese_calendar.get_holiday_detail(day)
        if off:
            return DayKind.HOLIDAY if holiday else DayKind.WEEKEND
        return DayKind.MADE_UP if weekend else DayKind.WORKDAY

    def knows(self, day: date) -> bool:
        """True where the holidays of the day's year are known."""
        return day in self.overruled or _years()[0] <= day.year <= _years()[1]

    def next_holiday(self, name: str, start: date) -> tuple[date, ...]:
        """The days off of the next holiday of a name (中秋节, 国庆), from `start` on."""
        wanted = name.removesuffix("节")
        coming = [start + timedelta(n) for n in range(_A_YEAR)]
        until_then = dropwhile(lambda day: wanted not in _holiday(day), coming)
        return tuple(takewhile(lambda day: wanted in _holiday(day), until_then))


def _holiday(day: date) -> str:
    """The Chinese name of the holiday on which a day is off; empty where it is none."""
    if not _years()[0] <= day.year <= _years()[1]:
        return ""
    off, holiday = chinese_calendar.get_holiday_detail(day)
    return str(chinese_calendar.Holiday(holiday).chinese) if off and holiday else ""


@lru_cache(maxsize=1)
def _years() -> tuple[int, int]:
    years = [day.year for day in chinese_calendar.holidays]
    return min(years), max(years)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(files("dialogue").joinpath("data/calendar.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """The calendar with the product's own table, read once."""
    days = _table().get("days", {})
    return Calendar(
        overruled={date.fromisoformat(day): DayKind(kind) for day, kind in days.items()}
    )


def weekday_name(day: date) -> str:
    """周一 … 周日."""
    return str(_table()["weekdays"][day.weekday()])
