"""Tables that people fill in: CSV, or a workbook with notes and a sheet that explains it."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kb.errors import KbError
from kb.readers import refused
from kb.table_words import table_words

FORMATS = (".csv", ".xlsx")
CELL_LIMIT = 32_767  # characters that a cell of a workbook holds
_TEXT_FORMAT = "@"  # codes and telephone numbers stay as they are typed
_NEEDED, _OTHER = PatternFill("solid", fgColor="FCE4D6"), PatternFill("solid", fgColor="DDEBF7")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_NOTE_WIDTH, _NOTE_LINE, _NOTE_CHARACTERS = 260, 22, 18  # pixels, pixels, characters a line
_WHOLE_ROW = 409  # points: the tallest row that a workbook can have


class CellTooLong(KbError):
    """A text is longer than the cell of a workbook can be."""


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """栏目: one column of a table, with what is told to who fills it in."""

    field: str
    heading: str
    needed: bool = False
    note: str = ""
    example: str = ""
    width: float = 24  # characters of half width


def write_table(
    path: Path, title: str, columns: Sequence[TableColumn], rows: Iterable[Mapping[str, str]]
) -> int:
    """Write a table and say how many rows it has.

    Args:
        path: where to; `.csv` (UTF-8 with BOM, as Excel wants it) or `.xlsx`.
        title: the name of the sheet.
        columns: in their order.
        rows: field → cell; what is lacking stays empty.

    Raises:
        FileRefused: at another extension.
        CellTooLong: where a cell does not fit into a workbook.
    """
    match path.suffix.lower():
        case ".csv":
            return _write_csv(path, columns, rows)
        case ".xlsx":
            book = Workbook()
            count = _fill(book.active, title, columns, rows)
            _explain(book.create_sheet(table_words().instructions.title), columns)
            book.save(path)
            return count
        case other:
            raise refused(
                path,
                f"there is no table in {other or 'this format'!r}",
                "Name a .csv or .xlsx file",
            )


def _write_csv(
    path: Path, columns: Sequence[TableColumn], rows: Iterable[Mapping[str, str]]
) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.heading for column in columns)
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last one is how many there were
            writer.writerow(row.get(column.field, "") for column in columns)
    return count


def _fill(
    sheet: Worksheet,
    title: str,
    columns: Sequence[TableColumn],
    rows: Iterable[Mapping[str, str]],
) -> int:
    sheet.title = title
    for position, column in enumerate(columns, 1):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = _TEXT_FORMAT
        top = sheet.cell(1, position, column.heading)
        top.font = Font(bold=True)
        top.fill = _NEEDED if column.needed else _OTHER
        top.alignment = Alignment(vertical="center")
        if column.note:
            top.comment = _comment(column.note)
    count = 0
    for count, row in enumerate(rows, 1):
        for position, column in enumerate(columns, 1):
            text = row.get(column.field, "")
            cell = sheet.cell(count + 1, position)
            cell.number_format = _TEXT_FORMAT
            cell.alignment = _WRAPPED
            if text:
                _refuse_unfit(text, column, count + 1)
                cell.value = text
                cell.data_type = "s"  # a text that begins with = is no formula
    first_free = next((n for n, each in enumerate(columns) if not each.needed), 1)
    sheet.freeze_panes = f"{get_column_letter(first_free + 1)}2"
    if count:
        sheet.auto_filter.ref = sheet.dimensions
    return count


def _comment(note: str) -> Comment:
    lines = sum(1 + len(line) // _NOTE_CHARACTERS for line in note.split("\n"))
    return Comment(note, "hotline", width=_NOTE_WIDTH, height=_NOTE_LINE * (lines + 1))


def _refuse_unfit(text: str, column: TableColumn, row: int) -> None:
    if len(text) > CELL_LIMIT:
        raise CellTooLong(
            f"Row {row}, {column.heading}: the text has {len(text):,} characters, and a cell of a "
            f"workbook holds {CELL_LIMIT:,}. Write a .csv file"
        )
    if ILLEGAL_CHARACTERS_RE.search(text):
        raise CellTooLong(
            f"Row {row}, {column.heading}: the text holds a control character, which a workbook "
            "cannot. Write a .csv file"
        )


def _explain(sheet: Worksheet, columns: Sequence[TableColumn]) -> None:
    """The sheet that says how each column is filled in."""
    words = table_words().instructions
    for line in words.lines:
        sheet.append([line])
    sheet.append([])
    sheet.append([words.column, words.required, words.how, words.example])
    heading = sheet.max_row
    for column in columns:
        sheet.append(
            [column.heading, words.yes if column.needed else words.no, column.note, column.example]
        )
    for letter, width in zip("ABCD", (22, 12, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=heading):
        for cell in row:
            cell.number_format = _TEXT_FORMAT
            cell.alignment = _WRAPPED
            cell.font = Font(bold=cell.row == heading)
