"""Documents with marks, one a line: 居民身份证｜原件｜1份｜纸质或电子｜必需."""

import re
from collections.abc import Iterator

from kb.elements import Copies, Material, MaterialForm
from kb.values.numbering import bare_item
from kb.values.numbers import NUMERAL, to_int
from kb.values.text import folded
from kb.values.typed import PART_MARK, ValueInvalid
from kb.values.wording import mark_words, word

_COUNT = re.compile(rf"(?:一式|各)?({NUMERAL})(?:份|张|套|本)")
_NAMED = re.compile(r"(?P<label>[^:：]{1,6})[:：]\s*(?P<said>.+)", re.DOTALL)
_NARROW = "|"


def parts_of(line: str) -> list[str]:
    """The name and the marks of a line; the name alone where it has none."""
    name, *marks = (part.strip() for part in line.replace(_NARROW, PART_MARK).split(PART_MARK))
    return [bare_item(name), *filter(None, marks)]


def is_marked(lines: list[str]) -> bool:
    """Whether any line has a mark that is known; other texts may hold a stroke too."""
    return any(_read(mark) is not None for line in lines for mark in parts_of(line)[1:])


def has_stroke(line: str) -> bool:
    """Whether a line is parted at all."""
    return PART_MARK in line or _NARROW in line


def marked_material(line: str, case: str | None = None) -> Material:
    """The document of a line, needed in a `case` where the line names none itself.

    Raises:
        ValueInvalid: where the name is missing, or a mark is unknown or said twice.
    """
    name, *marks = parts_of(line)
    if not name:
        raise ValueInvalid(
            f"the line {line!r} has no document before the first {PART_MARK}",
            remedy="Write the name of the document first",
        )
    told: dict[str, object] = {}
    for mark in marks:
        read = _read(mark)
        if read is None:
            raise ValueInvalid(
                f"{mark!r} is no mark of a document (in {line!r})",
                remedy=f"Marks are {_known()}; write what else is to be said as {_label('note')}：…",
            )
        part, value = read
        if part in told:
            raise ValueInvalid(
                f"{mark!r} says again what another mark says (in {line!r})",
                remedy="Leave one of the two out",
            )
        told[part] = value
    if case and "when" not in told and not told.get("required"):
        told["when"] = case
    if "when" in told:
        told.setdefault("required", False)
    return Material(name=name, **told)  # type: ignore[arg-type]


def marked_line(material: Material) -> str:
    """A document with its marks, as `marked_material` reads them."""
    marks = (
        word("material.copies", material.copies) if material.copies else "",
        word("material", "count", count=material.count) if material.count is not None else "",
        word("material.form", material.form) if material.form else "",
        _required(material),
        f"{_label('when')}：{material.when}" if material.when else "",
        f"{_label('note')}：{material.note}" if material.note else "",
    )
    line = PART_MARK.join((material.name, *filter(None, marks)))
    return line if PART_MARK in line else line + PART_MARK


def _required(material: Material) -> str:
    if material.required is None or (material.when and not material.required):
        return ""
    return mark_words("required" if material.required else "optional")[0]


def _read(mark: str) -> tuple[str, object] | None:
    """Which part of a document a mark tells, and what of it."""
    plain = folded(mark)
    for part, kinds in (("copies", Copies), ("form", MaterialForm)):
        for kind in kinds:
            if plain in mark_words(kind):
                return part, kind
    if plain in mark_words("required") or plain in mark_words("optional"):
        return "required", plain in mark_words("required")
    if (count := _COUNT.fullmatch(plain)) and (number := to_int(count[1])) is not None:
        return "count", number
    if named := _NAMED.fullmatch(mark):
        for part in ("when", "note"):
            if folded(named["label"]) in mark_words(part):
                return part, named["said"].strip()
    return None


def _known() -> str:
    return "、".join(_shown())


def _shown() -> Iterator[str]:
    for kind in (*Copies, *MaterialForm, "required", "optional"):
        yield mark_words(kind)[0]
    yield word("material", "count", count=1)
    yield f"{_label('when')}：…"


def _label(part: str) -> str:
    return mark_words(part)[0]
