"""Faults that one record shows by itself."""

import re
from collections.abc import Iterator
from datetime import date

from kb.elements import Element, LimitUnit, Phones, TimeLimit
from kb.lint.finding import Check, LintFinding, finding_of
from kb.lint.words import lint_words
from kb.notices import Notice
from kb.records import Faq, Guide, Item
from kb.store import StoredRecord
from kb.values.text import folded

_SHORTEST_PLACE = 4  # characters
_AREA_CODE = 4  # digits at most; what is as short is no number by itself
_DAYS = {
    LimitUnit.MINUTE: 1 / 1440,
    LimitUnit.HOUR: 1 / 24,
    LimitUnit.DAY: 1,
    LimitUnit.MONTH: 30,
    LimitUnit.YEAR: 365,
}
_WEEK, _WORK_WEEK = 7, 5
# What can be dialled: short numbers, local, long-distance and mobile numbers, 400 and 800.
_DIALLED = re.compile(
    r"1\d{2}|(?:0\d{2,3})?(?:1[0-35-9]\d{3}|9[56]\d{3,4})|[2-8]\d{6,7}|0\d{2,3}[2-9]\d{6,7}|86\d{2,3}[2-9]\d{6,7}|(?:86)?1[3-9]\d{9}|[48]00\d{7}"
)
_NUMBER = re.compile(r"(?<![\d.:/])\(?\d{2,4}\)?-?\d[\d-]*\d(?:(?:转|-)\d{1,5})?(?![\d:/])")
_EXTENSION = re.compile(r"(?:转\d{1,5}|(?<=\d{5})(?:-\d{1,5}){1,2})$")
_OUTSIDE = re.compile(
    r"https?://\S+|[\w.+-]+@\S+|\d{1,2}[:：]\d{2}(?:\s*[-—~至]+\s*\d{1,2}[:：]\d{2})?"
)


def expired(stored: StoredRecord, today: date) -> Iterator[LintFinding]:
    """A record whose time is over."""
    record = stored.record
    if isinstance(record, Item | Notice):
        return
    if record.valid_until is not None and record.valid_until < today:
        yield finding_of(Check.EXPIRED, stored, valid_until=record.valid_until)


def unverified(stored: StoredRecord, today: date, days: int) -> Iterator[LintFinding]:
    """A guide or question that was verified too long ago, or nobody knows when."""
    record = stored.record
    if not isinstance(record, Guide | Faq):
        return
    on = record.verified_on
    if on is None or (today - on).days > days:
        yield finding_of(Check.UNVERIFIED, stored, verified_on=on or "未注明", days=days)


def limit(stored: StoredRecord) -> Iterator[LintFinding]:
    """A guide that promises later than the law allows."""
    if not isinstance(stored.record, Guide):
        return
    elements = stored.record.elements
    match elements.get(Element.PROMISED_LIMIT), elements.get(Element.STATUTORY_LIMIT):
        case (TimeLimit() as promised, TimeLimit() as statutory) if _longer(promised, statutory):
            yield finding_of(
                Check.LIMIT,
                stored,
                Element.PROMISED_LIMIT,
                promised=promised.text,
                statutory=statutory.text,
            )
        case _:
            pass


def _longer(one: TimeLimit, other: TimeLimit) -> bool:
    """Surely longer: working days are compared with days by the shortest and longest they are."""
    if one.amount is None or other.amount is None or other.amount == 0:
        return False
    shortest, longest = _days(one)[0], _days(other)[1]
    if one.unit == other.unit:
        return one.amount > other.amount
    return shortest > longest


def _days(limit: TimeLimit) -> tuple[float, float]:
    amount = limit.amount or 0
    if limit.unit is LimitUnit.WORKING_DAY:
        # With the longest holidays a fortnight of them may lie in between.
        return amount, amount * _WEEK / _WORK_WEEK + 2 * _WEEK
    days = amount * _DAYS[limit.unit or LimitUnit.DAY]
    return days, days


def phone(stored: StoredRecord) -> Iterator[LintFinding]:
    """Numbers that nobody can dial."""
    if not isinstance(stored.record, Guide):
        return
    for element in (Element.PHONE, Element.COMPLAINT_PHONE):
        value = stored.record.elements.get(element)
        if not isinstance(value, Phones):
            continue
        text = _OUTSIDE.sub(" ", folded_lines(value.text))
        for match in _NUMBER.finditer(text):
            plain = re.sub(r"\D", "", _EXTENSION.sub("", match[0]))
            # Invented places are reached under area code 0000.
            if len(plain) > _AREA_CODE and not _DIALLED.fullmatch(plain.removeprefix("0000")):
                yield finding_of(Check.PHONE, stored, element, number=match[0])
                break


def folded_lines(text: str) -> str:
    """Each line folded by itself."""
    return "\n".join(folded(line) for line in text.split("\n"))


def place(stored: StoredRecord) -> Iterator[LintFinding]:
    """Places that say nothing of where."""
    if not isinstance(stored.record, Guide):
        return
    value = stored.record.elements.get(Element.PLACE)
    if value is None:
        return
    plain = folded(value.text)
    if len(plain) < _SHORTEST_PLACE or plain.startswith(lint_words().empty_places):
        yield finding_of(Check.PLACE, stored, Element.PLACE, text=value.text)
