"""Reader for CSV: comma, tab or semicolon, told from the headings."""

import csv
from collections.abc import Iterator
from pathlib import Path

from kb.errors import Problem
from kb.readers.encodings import LINE_LIMIT, detect_encoding, numbered_lines
from kb.readers.table import Row, Table, broken_row, checked_headings, refused, sheet_row

_DELIMITERS = (",", "\t", ";")


def open_csv(path: Path) -> Table:
    """Open a CSV file whose first filled line holds the headings.

    Raises:
        FileRefused: where headings are missing or stand twice.
    """
    encoding = detect_encoding(path)
    delimiter = _delimiter(path, encoding)
    headings, number = _headings(path, encoding, delimiter)
    return Table(
        path=path,
        columns=tuple(name for name in headings if name),
        open_rows=lambda: _rows(path, encoding, delimiter, headings, below=number),
    )


def _headings(path: Path, encoding: str, delimiter: str) -> tuple[tuple[str, ...], int]:
    for number, cells in _records(path, encoding, delimiter):
        if isinstance(cells, Problem):
            raise refused(path, cells.problem, cells.remedy, row=number)
        if any(cell.strip() for cell in cells):
            return checked_headings(path, cells, number), number
    raise refused(path, "the file is empty", "Export it again; nothing was read")


def _delimiter(path: Path, encoding: str) -> str:
    for _, line in numbered_lines(path, encoding):
        if line.strip():
            return max(_DELIMITERS, key=lambda mark: len(next(csv.reader([line], delimiter=mark))))
    return ","


def _rows(
    path: Path, encoding: str, delimiter: str, headings: tuple[str, ...], *, below: int
) -> Iterator[Row | Problem]:
    for number, cells in _records(path, encoding, delimiter):
        if number <= below:
            continue
        if isinstance(cells, Problem):
            yield cells
        elif (row := sheet_row(path, number, headings, cells)) is not None:
            yield row


def _records(
    path: Path, encoding: str, delimiter: str
) -> Iterator[tuple[int, list[str] | Problem]]:
    """Every record with the number of its first line; a quoted value may span several lines."""
    csv.field_size_limit(LINE_LIMIT)
    reader = csv.reader(
        (line for _, line in numbered_lines(path, encoding)), delimiter=delimiter, strict=True
    )
    while True:
        number = reader.line_num + 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield (
                number,
                broken_row(
                    path,
                    number,
                    f"the record that begins here is broken: {error}",
                    'Close every quote that is opened, and write a quote inside a value as ""',
                ),
            )
