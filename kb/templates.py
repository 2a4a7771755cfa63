"""Templates to fill in: CSV or XLSX with Chinese headings, a note on each and one sample row."""

import csv
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from kb.mapping import find_mapping
from kb.mapping_rules import ColumnMapping
from kb.readers import refused
from kb.records import RecordKind

_MAPPINGS = {
    RecordKind.GUIDE: "guides",
    RecordKind.ITEM: "items",
    RecordKind.FAQ: "faqs",
    RecordKind.POLICY: "policies",
    RecordKind.LIFE_EVENT: "life_events",
    RecordKind.NOTICE: "notices",
}
_COLUMN_WIDTH = 24  # characters
_TEXT_FORMAT = "@"  # codes and telephone numbers stay as they are typed


def write_template(path: Path, kind: RecordKind = RecordKind.GUIDE) -> None:
    """Write a template; its extension says the format. The sample row is visibly one.

    Args:
        path: where to; `.csv` (UTF-8 with BOM, as Excel wants it) or `.xlsx`.
        kind: what is to be filled in.

    Raises:
        FileRefused: at another extension.
    """
    mapping = find_mapping(_MAPPINGS[kind])
    columns = {field: heading for field in mapping.columns if (heading := _heading(mapping, field))}
    match path.suffix.lower():
        case ".csv":
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(columns.values())
                writer.writerow(mapping.example.get(field, "") for field in columns)
        case ".xlsx":
            _workbook(mapping, columns).save(path)
        case other:
            raise refused(
                path,
                f"there is no template in {other or 'this format'!r}",
                "Name a .csv or .xlsx file",
            )


def _heading(mapping: ColumnMapping, field: str) -> str | None:
    """The first Chinese name of the field's column; fields that have none are not for hand work."""
    return next((name for name in mapping.columns[field].sources() if not name.isascii()), None)


def _workbook(mapping: ColumnMapping, columns: dict[str, str]) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = mapping.title or mapping.source
    for position, (field, heading) in enumerate(columns.items(), 1):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = _COLUMN_WIDTH
        sheet.column_dimensions[letter].number_format = _TEXT_FORMAT
        top = sheet.cell(1, position, heading)
        top.font = Font(bold=True)
        if note := mapping.notes.get(field):
            top.comment = Comment(note, mapping.source)
        sample = sheet.cell(2, position, mapping.example.get(field) or None)
        sample.number_format = _TEXT_FORMAT
        sample.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    return book
