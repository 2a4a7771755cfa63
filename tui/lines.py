"""Breaking text into lines of a terminal: measured in cells, broken as Chinese is broken.

A line may end between two Chinese characters, but not before a closing mark (，。」…), not after
an opening one (（《「…) and not inside a number, a telephone number or a word of Latin letters.
"""

import re
from functools import lru_cache

from rich.cells import cell_len, split_graphemes

_NOT_FIRST = frozenset("、，。；：！？）】》」』〉〕］｝”’…—～·%％℃°,.;:!?)]}")
_NOT_LAST = frozenset("（【《「『〈〔［｛“‘([{￥¥$№")
_WHOLE = re.compile(r"[A-Za-z0-9][\w.,:/@&=?#%+~-]*", re.ASCII)
_MARKER = re.compile(
    r"\s*(?:\d{1,2}\s*[.、．)）](?!\d)\s*|[（(]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]\s*"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳]\s*|[•·●▪-]\s*)"
)
# What a terminal would obey instead of showing it, and marks that turn the direction of writing.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """The text without what a terminal would obey: escapes, bells, turned writing."""
    return _OBEYED.sub("", text.replace("\r\n", "\n").replace("\t", "    "))


def widest(text: str) -> int:
    """Cells that the longest line takes, unbroken."""
    return max(cell_len(line) for line in shown(text).split("\n"))


@lru_cache(maxsize=512)
def broken(text: str, width: int) -> tuple[str, ...]:
    """The lines of `text`, none wider than `width` cells; list items hang under their marker."""
    return tuple(
        line for whole in shown(text).split("\n") for line in _broken_line(whole, max(width, 2))
    )


def _broken_line(text: str, width: int) -> list[str]:
    if cell_len(text) <= width:
        return [text]
    marker = _MARKER.match(text)
    indent = cell_len(marker[0]) if marker else 0
    if indent > width // 3:
        indent = 0
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text):
        cells = cell_len(piece)
        room = width - (indent if lines else 0)
        if used + cells > room and line.strip():
            lines.append(line.rstrip(" "))
            line, used = "", 0
            room = width - indent
            piece = piece.lstrip(" ")  # noqa: PLW2901 - a line does not begin with a blank
            cells = cell_len(piece)
        while cells > room:  # longer than a whole line: an address of the web
            head, piece = _cut(piece, room - used)  # noqa: PLW2901 - the rest goes on
            lines.append(line + head)
            line, used = "", 0
            room = width - indent
            cells = cell_len(piece)
        line, used = line + piece, used + cells
    if line:
        lines.append(line)
    return [lines[0], *(" " * indent + each for each in lines[1:])]


def _pieces(text: str) -> list[str]:
    """The parts of a line that stay together."""
    pieces: list[str] = []
    held = False  # the last piece may not end a line
    position = 0
    for start, end, _ in split_graphemes(text)[0]:
        if start < position:
            continue  # inside a number or a word that was taken whole
        whole = _WHOLE.match(text, start)
        piece = whole[0] if whole and whole.end() > end else text[start:end]
        position = start + len(piece)
        if pieces and (held or piece[0] in _NOT_FIRST or piece[0] == " "):
            pieces[-1] += piece
        else:
            pieces.append(piece)
        held = piece[-1] in _NOT_LAST
    return pieces


def _cut(piece: str, room: int) -> tuple[str, str]:
    """The most of a piece that fits into the room, at least one character, and the rest."""
    used = 0
    for start, _, cells in split_graphemes(piece)[0]:
        if used + cells > room and start:
            return piece[:start], piece[start:]
        used += cells
    return piece, ""
