"""The words of `lint.toml`: what is said about faults, and what they are known by."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from kb.elements import Element


class LintWords(BaseModel):
    """检查用语: problem and remedy of each check, names of elements, reasons and empty places."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    elements: Mapping[Element, str]
    checks: Mapping[str, Mapping[str, str]]
    reasons: tuple[str, ...]
    empty_places: tuple[str, ...]
    nobody: str  # an agency that no source names
    headings: Mapping[str, str]


@lru_cache(maxsize=1)
def lint_words() -> LintWords:
    """The words, read once."""
    text = files("kb.lint").joinpath("lint.toml").read_text("utf-8")
    return LintWords.model_validate(tomllib.loads(text))
