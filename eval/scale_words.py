"""The words with which a base is grown, out of a data file, and choices that never change."""

import tomllib
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

from kb.regions import Region

DISTRICTS_A_CITY = 16


def draw(options: int, *key: object) -> int:
    """A number below `options`: the same for the same key, whatever else is drawn."""
    mark = blake2b("\x1f".join(map(str, key)).encode(), digest_size=8).digest()
    return int.from_bytes(mark) % options


@cache
def words() -> dict[str, Any]:
    """The data file."""
    return tomllib.loads(files("eval").joinpath("data/scale.toml").read_text("utf-8"))


def most_variants() -> int:
    """How often an item can be varied: each trade with each kind of applicant, and unvaried."""
    return 1 + len(words()["trades"]) * len(words()["applicants"])


def what(variant: int) -> str | None:
    """Whom variant number `variant` is for; None: the item as it was."""
    if variant == 0:
        return None
    trades, applicants = words()["trades"], words()["applicants"]
    number = variant - 1
    trade = trades[number % len(trades)]
    applicant = applicants[(number // len(trades) + number) % len(applicants)]
    return f"{trade}{applicant}"


def varied(text: str, form: str, who: str | None) -> str:
    """A text as the variant for `who` has it; `form` is a key of [variant]."""
    if who is None:
        return text
    template: str = words()["variant"][form]
    return template.format(text=text, what=who)


def regions(districts: int) -> tuple[Region, ...]:
    """One province, as many cities as are needed, and this many districts; outer ones first."""
    found = [Region(code="S", name=words()["province"])]
    for number in range(districts):
        city, place = divmod(number, DISTRICTS_A_CITY)
        if place == 0:
            name = words()["city"].format(stem=_stem(city))
            found.append(Region(code=city_code(number), name=name, parent="S"))
        name = words()["district"].format(stem=_stem(city * 29 + place + 97))
        found.append(Region(code=district_code(number), name=name, parent=city_code(number)))
    return tuple(found)


def district_code(number: int) -> str:
    """The code of district `number`, from 0."""
    return f"{city_code(number)}{number % DISTRICTS_A_CITY + 1:02}"


def city_code(number: int) -> str:
    """The code of the city that district `number` lies in."""
    return f"S{number // DISTRICTS_A_CITY + 1:03}"


def _stem(number: int) -> str:
    first, second = words()["stem_first"], words()["stem_second"]
    return f"{first[number % len(first)]}{second[number // len(first) % len(second)]}"
