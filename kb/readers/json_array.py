"""Reader for JSON: an array of objects, or an object that holds one such array."""

import re
from collections.abc import Iterator
from pathlib import Path

from kb.errors import Problem
from kb.readers.encodings import detect_encoding
from kb.readers.json_values import JsonBroken, decoder, loads_at
from kb.readers.table import Row, Table, broken_row, refused

_SPACE = re.compile(r"[ \t\r\n]*")
_SHAPE = "Write an array of objects [{…}, {…}], or one object with such an array"


def open_json(path: Path) -> Table:
    """Open a JSON file.

    Raises:
        FileRefused: where it is broken JSON (naming the line) or holds no single array.
    """
    text = path.read_text(encoding=detect_encoding(path))
    try:
        rows = list(_Scanner(path, text).rows())
    except JsonBroken as error:
        line = _line_of(text, str(error))
        raise refused(
            path, f"the file is not valid JSON: {error}", "Mend it in that place", row=line
        ) from error
    columns = dict.fromkeys(key for row in rows if isinstance(row, Row) for key in row.values)
    return Table(path=path, columns=tuple(columns), open_rows=lambda: iter(rows), total=len(rows))


def _line_of(text: str, message: str) -> int | None:
    place = re.search(r"at character (\d+)$", message)
    return text.count("\n", 0, int(place[1]) - 1) + 1 if place else None


class _Scanner:
    """Reads the outermost level by hand, so that each row knows the line it begins in."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text
        self._decoder = decoder()

    def rows(self) -> Iterator[Row | Problem]:
        start = self._skip(0)
        match self._text[start : start + 1]:
            case "[":
                items, end = self._array(start)
            case "{":
                items, end = self._only_array(start)
            case _:
                raise refused(self._path, "the file holds neither an array nor an object", _SHAPE)
        if self._skip(end) != len(self._text):
            raise JsonBroken(f"something follows the data at character {end + 1}")
        line, counted = 1, 0
        for begin, item in items:
            line += self._text.count("\n", counted, begin)
            counted = begin
            if isinstance(item, dict):
                yield Row(line, item)
            else:
                yield broken_row(
                    self._path, line, "an element of the array is not an object", _SHAPE
                )

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def _expect(self, at: int, characters: str) -> int:
        at = self._skip(at)
        if self._text[at : at + 1] not in tuple(characters):
            raise JsonBroken(f"expected {' or '.join(map(repr, characters))} at character {at + 1}")
        return at

    def _array(self, start: int) -> tuple[list[tuple[int, object]], int]:
        """The elements of the array that begins at `start`, each with its place."""
        items: list[tuple[int, object]] = []
        at = self._skip(start + 1)
        if self._text[at : at + 1] == "]":
            return items, at + 1
        while True:
            value, end = loads_at(self._decoder, self._text, at)
            items.append((at, value))
            end = self._expect(end, ",]")
            if self._text[end] == "]":
                return items, end + 1
            at = self._skip(end + 1)

    def _only_array(self, start: int) -> tuple[list[tuple[int, object]], int]:
        """The one array of objects among the values of an object."""
        arrays: dict[str, list[tuple[int, object]]] = {}
        at = self._skip(start + 1)
        while self._text[at : at + 1] != "}":
            key, end = loads_at(self._decoder, self._text, at)
            at = self._skip(self._expect(end, ":") + 1)
            if self._text[at : at + 1] == "[":
                arrays[str(key)], end = self._array(at)
            else:
                _, end = loads_at(self._decoder, self._text, at)
            at = self._expect(end, ",}")
            if self._text[at] == ",":
                at = self._skip(at + 1)
        rows = {
            key: items
            for key, items in arrays.items()
            if items and all(isinstance(item, dict) for _, item in items)
        }
        if len(rows) != 1:
            found = ", ".join(map(repr, rows)) or "none"
            raise refused(
                self._path, f"the object must hold one array of objects; found: {found}", _SHAPE
            )
        return next(iter(rows.values())), at + 1
