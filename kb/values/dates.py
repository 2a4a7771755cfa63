"""Typing dates as sources write them."""

import re
from datetime import date

from kb.values.text import folded

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})|/(?P<m2>\d{1,2})/(?P<d2>\d{1,2})"
    r"|\.(?P<m3>\d{1,2})\.(?P<d3>\d{1,2})|年(?P<m4>\d{1,2})月(?P<d4>\d{1,2})日?|(?P<m5>\d{2})(?P<d5>\d{2}))"
)
_TIME = re.compile(r"[T]?(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+]\d{2}:?\d{2})?")
UNLIMITED = ("长期", "长期有效", "永久", "永久有效")


class DateImpossible(ValueError):
    """A text that should be a date and is none."""


def type_date(text: str) -> date:
    """The day that a text names: 2026-11-23, 2026/11/23, 2026年11月23日, 20261123.

    A time of day behind it is left out: it is the source's own, in Asia/Shanghai.

    Raises:
        DateImpossible: where the text has another form, or names a day that does not exist.
    """
    plain = folded(text)
    match = _DATE.match(plain)
    if match is None or not _TIME.fullmatch(plain[match.end() :]):
        raise DateImpossible(f"{text!r} is not a date")
    month, day = (
        next(match[f"{part}{n}"] for n in range(1, 6) if match[f"{part}{n}"]) for part in "md"
    )
    try:
        return date(int(match["year"]), int(month), int(day))
    except ValueError as error:
        raise DateImpossible(f"{text!r} is not a day of the calendar") from error
