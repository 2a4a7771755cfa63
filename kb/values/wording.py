"""The words of `words.toml`: what is put around bare values, and labels taken off."""

import tomllib
from functools import cache
from importlib.resources import files

from kb.elements import Element, LimitUnit, Material


@cache
def _words() -> dict[str, dict[str, object]]:
    return tomllib.loads(files("kb.values").joinpath("words.toml").read_text(encoding="utf-8"))


def word(section: str, key: str, /, **parts: object) -> str:
    """One wording, with its parts filled in."""
    found: object = _words()
    for each in (*section.split("."), key):
        assert isinstance(found, dict)
        found = found[each]
    return str(found).format(**parts)


@cache
def labels(element: Element) -> tuple[str, ...]:
    """The labels that sources write before a value of this element."""
    found = _words()["labels"][element]
    assert isinstance(found, list)
    return tuple(map(str, found))


@cache
def mark_words(mark: str) -> tuple[str, ...]:
    """How a mark of a document may be written; the first is how it is written here."""
    material = _words()["material"]
    assert isinstance(material, dict)
    marks = material["marks"]
    assert isinstance(marks, dict)
    return tuple(map(str, marks[mark]))


def limit_text(count: str, unit: str, kind: LimitUnit) -> str:
    """A limit whose source gives a number only: 1个工作日, 30天."""
    counted = kind in (LimitUnit.WORKING_DAY, LimitUnit.HOUR, LimitUnit.MONTH) or unit == "自然日"
    return word("limit", "counted" if counted else "plain", count=count, unit=unit)


def material_text(material: Material) -> str:
    """A document with all that the guide says about it, in one line."""
    parts = [
        word("material.copies", material.copies) if material.copies else "",
        word("material", "count", count=material.count) if material.count is not None else "",
        word("material.form", material.form) if material.form else "",
        material.when or (word("material.required", "false") if material.required is False else ""),
        material.note or "",
    ]
    said = "，".join(part for part in parts if part and part not in material.name)
    return word("material", "whole", name=material.name, parts=said) if said else material.name
