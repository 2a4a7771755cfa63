"""Typing time limits (办结时限)."""

import re

from kb.elements import LimitUnit, TimeLimit
from kb.values.numbers import NUMERAL, to_int
from kb.values.text import folded
from kb.values.wording import limit_text

_TYPED_LIMIT = 200  # characters; a longer text is prose about limits
_UNITS = {
    "工作日": LimitUnit.WORKING_DAY,
    "工作天": LimitUnit.WORKING_DAY,
    "自然日": LimitUnit.DAY,
    "日历日": LimitUnit.DAY,
    "天": LimitUnit.DAY,
    "日": LimitUnit.DAY,
    "小时": LimitUnit.HOUR,
    "分钟": LimitUnit.MINUTE,
    "月": LimitUnit.MONTH,
    "年": LimitUnit.YEAR,
}
_UNIT = "|".join(_UNITS)
_AT_ONCE = re.compile(
    r"(?:即办(?:件)?|即时(?:办理|办结)?|当场(?:办理|办结|办|受理并办结)?|现场办结|立等可取|随到随办|马上办|即办即结)。?"
)
# One limit and nothing else that counts: a second number, a range or a calendar date is left as
# text. 「3月」 is a month of the year, 「3个月」 a limit.
_LIMIT = re.compile(
    rf"(?P<before>[^\d零〇一二两三四五六七八九十百千每第至到~-]*)"
    rf"(?P<number>{NUMERAL})(?P<each>个?)[(]?(?P<unit>{_UNIT})[)]?"
    rf"(?P<after>(?:[^\d至到~年月-][^\d]*)?)"
)
_MORE_NUMBERS = re.compile(rf"{NUMERAL}个?(?:{_UNIT})")


def type_limit(text: str, *, unit: str | None = None) -> TimeLimit:
    """A time limit from free text.

    Args:
        text: `7(工作日)`, `二十个工作日`, `即办` … or, where `unit` is given, a bare number.
        unit: the unit that the column's heading states (工作日); the text is then composed.

    Returns:
        A limit whose amount is None where the text names no single limit.
    """
    plain = folded(text)
    if unit is not None and re.fullmatch(NUMERAL, plain):
        text = limit_text(plain, unit, _UNITS[unit])
        plain = text
    if _AT_ONCE.fullmatch(plain):
        return TimeLimit(text=text, amount=0)
    match = _LIMIT.fullmatch(plain) if len(plain) <= _TYPED_LIMIT else None
    if match is None or _MORE_NUMBERS.search(match["after"]):
        return TimeLimit(text=text)
    if match["unit"] == "月" and not match["each"]:
        return TimeLimit(text=text)
    amount = to_int(match["number"])
    if amount is None:
        return TimeLimit(text=text)
    return TimeLimit(text=text, amount=amount, unit=_UNITS[match["unit"]])


LIMIT_UNITS = tuple(_UNITS)
