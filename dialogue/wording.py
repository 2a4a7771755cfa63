"""The sentences said to a citizen, from `data/wording.toml`."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from kb.elements import Element


class Wording(BaseModel):
    """All sentences, by the occasion on which they are said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    masks: Mapping[str, str]
    greeting: Mapping[str, str]
    elements: Mapping[Element, str]
    answer: Mapping[str, str]
    clarification: Mapping[str, str]
    unanswerable: Mapping[str, str]
    smalltalk: Mapping[str, str]
    handoff: Mapping[str, str]


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The wording of the product, read once."""
    text = files("dialogue").joinpath("data/wording.toml").read_text("utf-8")
    return Wording.model_validate(tomllib.loads(text))
