"""The words of `tables.toml`: what tables that people fill in are headed and explained with."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Instructions(_Strict):
    """填写说明: the words of the sheet that says how each column is filled in."""

    title: str
    column: str
    required: str
    how: str
    example: str
    yes: str
    no: str
    lines: tuple[str, ...]


class RegionWords(_Strict):
    """区划表: the headings, the sample and the notes of a table of regions."""

    title: str
    headings: Mapping[str, str]
    example: Mapping[str, str]
    notes: Mapping[str, str]


class TableWords(_Strict):
    """表格用语: everything that tables say beside what is filled in."""

    instructions: Instructions
    widths: Mapping[str, float]
    regions: RegionWords


@lru_cache(maxsize=1)
def table_words() -> TableWords:
    """The words, read once."""
    text = files("kb").joinpath("tables.toml").read_text("utf-8")
    return TableWords.model_validate(tomllib.loads(text))
