"""Searching for what citizens say in the words that guides are written in."""

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from dialogue.understanding.splitting import matters_by_sound
from dialogue.understanding.words import FRAGMENTS
from retriever.homophones import heard_as
from retriever.patterns import compiled
from retriever.place_names import places_in

_ELSEWHERE = "外地"


class _Written(BaseModel):
    """One saying of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: list[str]
    means: str


@dataclass(frozen=True, kw_only=True)
class _Saying:
    says: tuple[re.Pattern[str], ...]
    means: str


def as_guides_say(text: str, known: Collection[str] = ()) -> str:
    """A normalised text with sayings in the words of guides: 「我妈走了」 is 「我妈去世」.

    What is no word and sounds like a well-known matter (「户照」) is that; a place that the base does
    not serve is elsewhere (「在上海看病」).

    Args:
        text: what is searched for.
        known: names of the regions that the base serves.
    """
    for start, end in reversed(places_in(text, known) if known else ()):
        text = text[:start] + _ELSEWHERE + text[end:]
    return without_sayings(heard_as(text, matters_by_sound()))


def without_sayings(text: str) -> str:
    """A normalised text with nothing but its sayings in the words of guides."""
    return _said_as_meant(text, "sayings")


def put_right(text: str) -> str:
    """A normalised text whose asking words are written as they are meant: 「多少前」, 「再哪办」."""
    return _said_as_meant(text, "misheard")


def _said_as_meant(text: str, file: str) -> str:
    for saying in _sayings(file).values():
        for pattern in saying.says:
            text = pattern.sub(saying.means, text)
    return text


def told_of_the_dead(text: str) -> str:
    """A normalised text with what was told before of the person that it speaks of."""
    return f"{_sayings('sayings')['died'].means},{text}"


@cache
def _sayings(file: str) -> dict[str, _Saying]:
    path = files("dialogue").joinpath(f"data/understanding/{file}.toml")
    table = tomllib.loads(path.read_text("utf-8"))
    known: dict[str, str] = table.pop(FRAGMENTS, {})
    read = {name: _Written.model_validate(each) for name, each in table.items()}
    return {
        name: _Saying(says=compiled(each.says, known), means=each.means)
        for name, each in read.items()
    }
