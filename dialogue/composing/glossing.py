"""What a limit or a fee means in everyday words, worked out from the typed value by a rule."""

from math import ceil

from dialogue.facts import Fact, FactKind, facts_in
from dialogue.wording import wording
from kb.elements import Fee, FeeKind, LimitUnit, TimeLimit, Value, Visits
from kb.values.text import folded

_WORKDAYS, _WEEK = 5, 7
_MONTH, _HALF, _HOURS = 30, 15, 24


def gloss(value: Value | None) -> str | None:
    """The everyday words for a value; None where it needs none."""
    match value:
        case TimeLimit():
            said = _limit(value)
        case Fee(kind=FeeKind.FREE) if not any(map(_is_free, facts_in(folded(value.text)))):
            said = wording().gloss["free"]
        case Fee(kind=FeeKind.CHARGED):
            said = wording().gloss["charged"]
        case Visits(count=0):
            said = wording().gloss["no_visit"]
        case _:
            return None
    return None if said is None or _stands_in(said, value.text) else said


def _is_free(fact: Fact) -> bool:
    return fact.kind is FactKind.FREE  # 「不收费」 says it plainly itself


def _stands_in(said: str, text: str) -> bool:
    return folded(said).strip("()") in folded(text)


def _limit(limit: TimeLimit) -> str | None:
    say, amount = wording().gloss, limit.amount
    if amount is None:
        return None
    if amount == 0:
        return say["at_once"]
    match limit.unit:
        case LimitUnit.WORKING_DAY if amount % _WORKDAYS == 0:
            return say["weeks"].format(count=amount // _WORKDAYS)
        case LimitUnit.WORKING_DAY if amount > _WORKDAYS:
            return say["days"].format(count=ceil(amount * _WEEK / _WORKDAYS))
        case LimitUnit.DAY if amount % _MONTH == 0:
            return say["months"].format(count=amount // _MONTH)
        case LimitUnit.DAY if amount == _HALF:
            return say["half_month"]
        case LimitUnit.DAY if amount % _WEEK == 0:
            return say["whole_weeks"].format(count=amount // _WEEK)
        case LimitUnit.HOUR if amount % _HOURS == 0:
            return say["whole_days"].format(count=amount // _HOURS)
        case _:
            return None
