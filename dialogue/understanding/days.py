"""The day that a citizen speaks of, before anyone has looked at a calendar."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class DayPart(StrEnum):
    """时段: a part of the day."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, kw_only=True)
class SaidDay:
    """所说的日子: a day as it was said; which date that is depends on the clock.

    Of `offset`, `weekday`, `weekend`, `workday`, `holiday` and `month` at most one is set. None of
    them where only a part of the day or a time is said: 「中午开门不」.
    """

    text: str  # the citizen's words
    offset: int | None = None  # days from today: 今天 0, 明天 1, 昨天 -1
    weekday: int | None = None  # 0 is Monday; the next one to come, in `week`
    week: int | None = None  # 这周 0, 下周 1; None: not said
    weekend: bool = False  # 「周末」: Saturday and Sunday
    workday: bool = False  # 「工作日」, 「平时」
    holiday: str | None = None  # as the calendar calls it: 中秋节; 节假日 is any
    month: int | None = None  # 「十月一号」; with `day`
    day: int | None = None  # of the month, also alone: 「五号」
    part: DayPart | None = None
    at: time | None = None  # 「下午五点」
