"""Everything that the terminal says, from `data/words.toml`."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from api.schemas import AudienceName

CommandName = Literal["help", "sources", "copy", "slots", "region", "retry", "new", "theme", "quit"]
SlotName = Literal["item", "situation", "region", "audience"]


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SlotWords(_Words):
    """What is said of one slot."""

    label: str
    title: str  # over the picker
    filter: str  # in its field, while nothing is typed
    clear: str  # the choice that forgets the slot


class TroubleWords(_Words):
    """What went wrong, and what can be done; {detail}, {seconds} and {url} are filled in."""

    text: str
    remedy: str | None = None  # of the button; None: there is nothing to press


class CommandWords(_Words):
    """One thing that can be done by key or by a typed word."""

    key: str
    name: str  # in the line of keys
    meaning: str  # in the help
    typed: tuple[str, ...]  # instead of the key, beginning with /


class Words(_Words):
    """All words, by the place where they are read."""

    app: Mapping[str, str]
    conversation: Mapping[str, str]
    composer: Mapping[str, str]
    sources: Mapping[str, str]
    slots: Mapping[SlotName, SlotWords]
    audiences: Mapping[AudienceName, str]
    picker: Mapping[str, str]
    handoff: Mapping[str, str]
    handoff_states: Mapping[str, str]
    trouble: Mapping[str, TroubleWords]
    commands: Mapping[CommandName, CommandWords]
    keys: Mapping[str, str]  # further keys, for the help alone
    elements: Mapping[str, str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The words of the terminal, read once."""
    text = files("tui").joinpath("data/words.toml").read_text("utf-8")
    return Words.model_validate(tomllib.loads(text))
