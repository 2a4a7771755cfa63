"""What differs from district to district in guides that are otherwise the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from eval.scale_words import draw, words
from kb.elements import Element, LimitUnit, PhoneNumber, Phones, Text, TimeLimit, Value
from kb.records import Guide

# Shares of the districts that differ, in per cent, as in a real city's guides.
_OWN_CONDITION = 10
_OWN_LIMIT = 5
_MOST_DAYS = 30
_MOST_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Place:
    """A district, with what its guides write of it."""

    code: str
    name: str
    city: str
    seed: int = 0


def with_local_values(guide: Guide, place: Place) -> Guide:
    """The guide as a district publishes it: its own place, hours and phone, mostly the same rest."""
    key = (place.seed, place.code, guide.item_code, guide.situation)
    own: dict[Element, Value] = {**guide.elements, **_always(place, key)}
    conditions = guide.elements.get(Element.CONDITIONS)
    if isinstance(conditions, Text) and draw(100, "condition", *key) < _OWN_CONDITION:
        own[Element.CONDITIONS] = _condition(conditions, place, key)
    if Element.PROMISED_LIMIT in own and draw(100, "limit", *key) < _OWN_LIMIT:
        own[Element.PROMISED_LIMIT] = _limit(key)
    return replace(guide, region=place.code, elements=own)


def _always(place: Place, key: tuple[object, ...]) -> Mapping[Element, Value]:
    local = words()["district_value"]
    where = local["place"].format(
        city=place.city,
        district=place.name,
        road=local["roads"][draw(len(local["roads"]), "road", *key)],
        number=1 + draw(400, "number", *key),
        floor=1 + draw(6, "floor", *key),
    )
    hours = local["hours"][draw(len(local["hours"]), "hours", *key)]
    phone = local["phone"].format(number=2_000_000 + draw(7_999_999, "phone", *key))
    return {
        Element.PLACE: Text(text=where),
        Element.HOURS: Text(text=hours),
        Element.PHONE: Phones(text=phone, numbers=(PhoneNumber(number=phone),)),
    }


def _condition(before: Text, place: Place, key: tuple[object, ...]) -> Text:
    form: str = words()["district_value"]["condition"]
    months = 1 + draw(_MOST_MONTHS, "months", *key)
    return Text(text=form.format(text=before.text, district=place.name, months=months))


def _limit(key: tuple[object, ...]) -> TimeLimit:
    days = 1 + draw(_MOST_DAYS, "days", *key)
    text = words()["district_value"]["limit"].format(days=days)
    return TimeLimit(text=text, amount=days, unit=LimitUnit.WORKING_DAY)
