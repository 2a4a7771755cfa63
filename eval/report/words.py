"""The words of a report."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words() -> dict[str, Any]:
    """`data/words.toml`, read once."""
    file = files("eval.report").joinpath("data/words.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def word(table: str, name: str) -> str:
    """What something is called; its identifier where it has no word."""
    return str(words()[table].get(name, name))


def measure(name: str) -> tuple[str, str]:
    """What a measure is called, and what it says."""
    called, says = words()["measures"].get(name, (name, ""))
    return str(called), str(says)


def element(name: str) -> str:
    """An element as citizens read it."""
    from dialogue.wording import wording
    from kb.elements import Element

    return wording().elements[Element(name)] if name in list(Element) else name
