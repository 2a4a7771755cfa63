"""The sentences said to a citizen, from `data/wording.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
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
    spoken: Mapping[Element, str]
    answer: Mapping[str, str]
    lead: Mapping[str, tuple[str, ...]]
    gloss: Mapping[str, str]
    opening: Mapping[str, str]
    clarification: Mapping[str, tuple[str, ...]]
    unanswerable: Mapping[str, str]
    refused: Mapping[str, str]
    emergency: Mapping[str, str]
    smalltalk: Mapping[str, tuple[str, ...]]
    handoff: Mapping[str, str]
    next: Mapping[str, str]

    def said(self, element: Element) -> str:
        """The name of an element in a sentence that begins with it."""
        return self.spoken[element].removeprefix("的")


def one_of(sentences: Sequence[str], variety: int) -> str:
    """One of several wordings; the same number always takes the same."""
    return sentences[variety % len(sentences)]


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The wording of the product, read once."""
    text = files("dialogue").joinpath("data/wording.toml").read_text("utf-8")
    return Wording.model_validate(tomllib.loads(text))
