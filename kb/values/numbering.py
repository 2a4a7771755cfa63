"""Lists written as one text: by lines, by numbering, by semicolons or by arrows."""

import re

_NUMBER = (
    r"(?:\d{1,2}\s*[、.．)）](?!\d)|[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|[①-⑳]"
    r"|[一二三四五六七八九十]{1,3}\s*、|第[一二三四五六七八九十]{1,2}步\s*[:：、，]?)"
)
_AT_START = re.compile(rf"^\s*{_NUMBER}\s*")
# Inside a line a number begins an item only after a stop or white space.
_INSIDE = re.compile(rf"(?<=[；;。，,\s])(?={_NUMBER})")
_ARROWS = re.compile(r"[→⟶➔]|[—=-]{1,5}>")
_EDGES = " \t；;。"


def split_items(text: str) -> list[str]:
    """The items of a list that stands in one text, without their numbering and stops."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1:
        parts = lines
    elif _AT_START.match(text):
        parts = [part for part in _INSIDE.split(text) if part]
    else:
        parts = split_outside_brackets(text, "；;")
    return [item for part in parts if (item := bare_item(part))]


def split_steps(text: str) -> list[str]:
    """The steps of a procedure in one text; arrows between them count too."""
    if "\n" not in text.strip() and len(parts := _ARROWS.split(text)) > 1:
        return [item for part in parts if (item := bare_item(part))]
    return split_items(text)


def bare_item(part: str) -> str:
    """An item without its number and without stops at its end."""
    return _AT_START.sub("", part).strip(_EDGES)


def split_outside_brackets(text: str, marks: str) -> list[str]:
    """The parts between `marks`, where those inside brackets do not count."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "（(【[《") - (character in "）)】]》")
        if character in marks and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
