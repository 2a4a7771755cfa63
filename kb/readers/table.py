"""What every reader yields: rows by column name, each with the number an editor shows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.errors import FileRefused, Problem, Severity


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; `number` is the line of the text or the row of the sheet, from 1."""

    number: int
    values: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file opened for reading: its columns, and its rows as often as they are asked for.

    A row that cannot be read comes as a `Problem` in its place, so that one broken line does
    not hide the others. `notices` are findings about the file as a whole.
    """

    path: Path
    columns: tuple[str, ...]
    open_rows: Callable[[], Iterator[Row | Problem]]
    total: int | None = None  # rows, where known beforehand (for progress)
    notices: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[Row | Problem]:
        return self.open_rows()


def refused(path: Path, problem: str, remedy: str, *, row: int | None = None) -> FileRefused:
    """The error for a file that cannot be read at all."""
    return FileRefused(Problem(file=str(path), row=row, field=None, problem=problem, remedy=remedy))


def broken_row(
    path: Path, row: int, problem: str, remedy: str, *, field: str | None = None
) -> Problem:
    """The finding about one row that cannot be read."""
    return Problem(file=str(path), row=row, field=field, problem=problem, remedy=remedy)


def notice(
    path: Path, problem: str, remedy: str, *, row: int | None = None, field: str | None = None
) -> Problem:
    """A finding that rejects nothing."""
    return Problem(
        file=str(path),
        row=row,
        field=field,
        problem=problem,
        remedy=remedy,
        severity=Severity.NOTICE,
    )


def checked_headings(path: Path, cells: list[str], row: int) -> tuple[str, ...]:
    """The headings of a sheet, without the empty ones that spreadsheets append.

    Raises:
        FileRefused: where a heading stands twice, or none stands at all.
    """
    headings = [" ".join(cell.split()).rstrip("*＊ ") for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise refused(path, "there are no headings", "Put the column headings into the first row")
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    if twice:
        raise refused(
            path,
            f"the headings {', '.join(map(repr, twice))} stand more than once",
            "Rename or delete the extra columns",
            row=row,
        )
    return tuple(headings)


def sheet_row(
    path: Path, number: int, headings: tuple[str, ...], cells: list[str]
) -> Row | Problem | None:
    """One row below the headings: None where it is empty, a problem where a cell has no heading."""
    if not any(cell.strip() for cell in cells):
        return None
    for position, cell in enumerate(cells):
        if cell.strip() and (position >= len(headings) or not headings[position]):
            return broken_row(
                path,
                number,
                f"the row has {len(cells)} fields, but there is no heading above field "
                f"{position + 1} ({cell.strip()[:20]!r}); the file has {len(headings)} headings",
                "Put a value that holds the separator into double quotes, or add the heading",
            )
        if "\x00" in cell:
            return broken_row(
                path,
                number,
                "the row holds a NUL character",
                "Save the file again as plain text in UTF-8",
                field=headings[position],
            )
    padded = cells + [""] * (len(headings) - len(cells))
    return Row(number, {name: padded[at] for at, name in enumerate(headings) if name})
