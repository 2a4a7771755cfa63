"""The words of generation: `data/*.toml`, read once, and what no phrasing may touch."""

import tomllib
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

NEGATIONS = frozenset("不没无未非免别勿否毋莫甭")
"""Characters that turn a question round: never changed, taken away or brought in."""
NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两0123456789０１２３４５６７８９")
"""Characters of numbers, which only the phrasing `digits` writes another way."""


@cache
def words(name: str) -> dict[str, Any]:
    """One data file, as a table."""
    file = files("eval.generation").joinpath(f"data/{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def seeded(*parts: object) -> Random:
    """Chance that is the same for the same parts, on every machine and in every process."""
    return Random("\x1f".join(map(str, parts)))  # noqa: S311 - samples, not secrets
