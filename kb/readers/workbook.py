"""Reader for XLSX: the first visible sheet, every cell as Excel shows it."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # the stdlib parser refuses entity bombs since expat 2.4.1

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from kb.errors import FileRefused, Problem
from kb.readers.cells import damaged_cell, shown
from kb.readers.table import (
    Row,
    Table,
    broken_row,
    checked_headings,
    notice,
    refused,
    sheet_row,
)
from kb.table_words import table_words

UNPACKED_LIMIT = 512 * 1024 * 1024  # bytes; a workbook of 100,000 guides stays well below


def open_xlsx(path: Path, sheet: str | None = None) -> Table:
    """Open a workbook; `sheet` names another sheet than the first visible one.

    Raises:
        FileRefused: where it is no workbook, too large unpacked, or its headings are unusable.
    """
    with _damage_refused(path):
        _refuse_bomb(path)
        book = load_workbook(BytesIO(path.read_bytes()), read_only=True, data_only=True)
        visible = [each for each in book.worksheets if each.sheet_state == "visible"]
        chosen = _chosen(path, visible, sheet)
        merged = _merged_ranges(path, chosen)
        chosen.reset_dimensions()  # the stated size is wrong in files of many exporters
        others = [each.title for each in visible if each is not chosen and _is_filled(each)]
        headings, heading_row = _headings(path, chosen)
    for name, (first, _) in merged.items():
        if first <= heading_row:
            raise refused(
                path,
                f"the cells {name} in or above the headings are merged",
                "Unmerge them; the first row holds one heading a column and no title above",
                row=first,
            )
    return Table(
        path=path,
        columns=tuple(name for name in headings if name),
        open_rows=lambda: _readable_rows(path, chosen, headings, heading_row, merged),
        notices=tuple(
            notice(
                path,
                f"the sheet {title!r} is not read, only {chosen.title!r}",
                "Save each sheet as a file of its own, or name the sheet in the mapping",
            )
            for title in others
            if title != table_words().instructions.title
        ),
    )


def _headings(path: Path, sheet: Any) -> tuple[tuple[str, ...], int]:
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = [shown(cell) for cell in cells]
        if any(text.strip() for text in texts):
            return checked_headings(path, texts, number), number
    raise refused(path, f"sheet {sheet.title!r} is empty", "Fill it in, or name another sheet")


def _is_filled(sheet: Any) -> bool:
    return any(cell.value is not None for row in sheet.iter_rows(max_row=20) for cell in row)


@contextmanager
def _damage_refused(path: Path) -> Iterator[None]:
    """openpyxl, zipfile, zlib and expat each raise errors of their own over a damaged file."""
    try:
        yield
    except (FileRefused, PermissionError):
        raise
    except Exception as error:
        raise refused(
            path,
            f"this is not a readable XLSX workbook ({type(error).__name__}); it may be damaged or "
            "protected by a password",
            "Open it in Excel, remove the password and save it as .xlsx again",
        ) from error


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(each.file_size for each in archive.infolist())
    if unpacked > UNPACKED_LIMIT:
        raise refused(
            path,
            f"the workbook unpacks to {unpacked:,} bytes, more than {UNPACKED_LIMIT:,}",
            "Split it into several files",
        )


def _chosen(path: Path, visible: list[Any], name: str | None) -> Any:
    if not visible:
        raise refused(path, "the workbook has no visible sheet", "Unhide the sheet to import")
    if name is None:
        return visible[0]
    for each in visible:
        if each.title == name:
            return each
    titles = ", ".join(repr(each.title) for each in visible)
    raise refused(
        path, f"there is no sheet {name!r}; the file has {titles}", "Mend the mapping's `sheet`"
    )


def _merged_ranges(path: Path, sheet: Any) -> dict[str, tuple[int, int]]:
    """Merged ranges → their first and last row (openpyxl does not tell them in read-only mode)."""
    found: dict[str, tuple[int, int]] = {}
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as xml:
        for _, element in ElementTree.iterparse(xml):  # noqa: S314
            if element.tag.endswith("}mergeCell"):
                name = element.get("ref", "")
                _, first, _, last = range_boundaries(name)
                found[name] = (first, last)
            if element.tag.endswith("}row"):
                element.clear()
    return found


def _readable_rows(
    path: Path,
    sheet: Any,
    headings: tuple[str, ...],
    heading_row: int,
    merged: dict[str, tuple[int, int]],
) -> Iterator[Row | Problem]:
    with _damage_refused(path):
        yield from _rows(path, sheet, headings, heading_row, merged)


def _rows(
    path: Path,
    sheet: Any,
    headings: tuple[str, ...],
    heading_row: int,
    merged: dict[str, tuple[int, int]],
) -> Iterator[Row | Problem]:
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number <= heading_row:
            continue
        covering = [name for name, (first, last) in merged.items() if first <= number <= last]
        if covering:
            yield broken_row(
                path,
                number,
                f"the cells {', '.join(covering)} are merged, so it is unclear whose value they hold",
                "Unmerge them and write the value into every row it holds for",
            )
            continue
        problem = damaged_cell(path, number, headings, cells)
        row = problem or sheet_row(path, number, headings, [shown(cell) for cell in cells])
        if row is not None:
            yield row
