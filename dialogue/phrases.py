"""What words say beside what they ask for, from `data/phrases.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from retriever.patterns import compiled

_MEANT = "meant"  # the tables of the file that are no phrase


class _Meant(BaseModel):
    """What a question asks for that is no element, and how guides write that."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asks: list[str]
    words: list[str]


@cache
def phrase(name: str) -> re.Pattern[str]:
    """The pattern of a phrase; any of its alternatives will do."""
    return _one_of(phrases()[name])


@cache
def phrases() -> Mapping[str, list[str]]:
    """The alternatives of every phrase, by its name."""
    table = {name: each for name, each in _table().items() if name != _MEANT}
    return TypeAdapter(dict[str, list[str]]).validate_python(table)


@cache
def meant() -> Sequence[tuple[re.Pattern[str], tuple[str, ...]]]:
    """What asks for an amount, a time …, each with the words in which guides write that."""
    written = TypeAdapter(list[_Meant]).validate_python(_table()[_MEANT])
    return tuple((_one_of(each.asks), tuple(each.words)) for each in written)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("dialogue").joinpath("data/phrases.toml").read_text("utf-8"))


def _one_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(each.pattern for each in compiled(patterns, {})))
