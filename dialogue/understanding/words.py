"""The words of `data/understanding/*.toml`, checked and compiled: what a message says by them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

from dialogue.phrases import phrase
from retriever.patterns import compiled

FRAGMENTS = "fragments"  # the table of a file that is no entry


class _Written(BaseModel):
    """One entry of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: list[str] = []
    whole: list[str] = []
    never: list[str] = []


@dataclass(frozen=True, kw_only=True)
class Words:
    """The patterns of one entry."""

    says: tuple[re.Pattern[str], ...]  # anywhere in the message
    whole: tuple[re.Pattern[str], ...]  # the message, less what is said for politeness
    never: tuple[re.Pattern[str], ...]  # anywhere: then nothing of it counts

    def said(self, text: str) -> bool:
        """Whether a normalised message says this."""
        if any(pattern.search(text) for pattern in self.never):
            return False
        bare = bare_of(text)
        return any(pattern.search(text) for pattern in self.says) or any(
            pattern.fullmatch(bare) for pattern in self.whole
        )

    def cut(self, text: str) -> str:
        """A text less what it says of this."""
        for pattern in self.says:
            text = pattern.sub("", text)
        return text


@cache
def words(file: str) -> Mapping[str, Words]:
    """The entries of a file of `data/understanding`, in its order."""
    table = _table(file)
    known: Mapping[str, str] = table.get(FRAGMENTS, {})
    written = {
        name: _Written.model_validate(entry) for name, entry in table.items() if name != FRAGMENTS
    }
    return {
        name: Words(
            says=compiled(entry.says, known),
            whole=compiled(entry.whole, known),
            never=compiled(entry.never, known),
        )
        for name, entry in written.items()
    }


@cache
def fragments(file: str) -> Mapping[str, re.Pattern[str]]:
    """The fragments of a file, where one is wanted by itself."""
    known: Mapping[str, str] = _table(file)[FRAGMENTS]
    return {name: compiled([pattern], {})[0] for name, pattern in known.items()}


def _table(file: str) -> dict[str, Any]:
    path = files("dialogue").joinpath(f"data/understanding/{file}.toml")
    return tomllib.loads(path.read_text("utf-8"))


def bare_of(text: str) -> str:
    """A message less politeness and punctuation around it; never nothing at all."""
    return phrase("polite_after").sub("", phrase("polite_before").sub("", text)) or text
