"""Templates to fill in, empty or with what a base holds: CSV or XLSX with Chinese headings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kb.mapping import find_mapping
from kb.mapping_rules import ColumnMapping
from kb.records import Record, RecordKind
from kb.regions import Region, Regions
from kb.table_rows import TableRows
from kb.table_words import table_words
from kb.tables import TableColumn, write_table

_MAPPINGS = {
    RecordKind.GUIDE: "guides",
    RecordKind.ITEM: "items",
    RecordKind.FAQ: "faqs",
    RecordKind.POLICY: "policies",
    RecordKind.LIFE_EVENT: "life_events",
    RecordKind.NOTICE: "notices",
}


def write_template(path: Path, kind: RecordKind = RecordKind.GUIDE) -> None:
    """Write an empty table. Its sample row is visibly one.

    Args:
        path: where to; `.csv` (UTF-8 with BOM, as Excel wants it) or `.xlsx`.
        kind: what is to be filled in.

    Raises:
        FileRefused: at another extension.
    """
    mapping = find_mapping(_MAPPINGS[kind])
    write_table(path, _title(mapping), list(_columns(mapping)), [mapping.example])


def write_filled(path: Path, kind: RecordKind, records: Iterable[Record], regions: Regions) -> int:
    """Write a table of records that imports to the same digests, and say how many they were.

    Args:
        path: where to; `.csv` or `.xlsx`.
        kind: of every record.
        records: in their order.
        regions: those that the records name.

    Raises:
        FileRefused: at another extension.
        NotTabular: naming the record and what of it a table cannot hold.
        CellTooLong: where a text does not fit into the cell of a workbook.
    """
    mapping = find_mapping(_MAPPINGS[kind])
    made = TableRows(mapping, regions)
    rows = [made.row(record) for record in records]
    columns = list(_columns(mapping, used={name for row in rows for name in row}))
    return write_table(path, _title(mapping), columns, rows)


def write_region_template(path: Path) -> None:
    """Write an empty table of regions."""
    words = table_words().regions
    write_table(path, words.title, _region_columns(), [words.example])


def write_filled_regions(path: Path, regions: Sequence[Region]) -> int:
    """Write regions, outer ones first, as a table that imports again; and how many they were."""
    rows: list[Mapping[str, str]] = [
        {
            "code": each.code,
            "name": each.name,
            "parent": each.parent or "",
            "aliases": "、".join(each.aliases),
        }
        for each in regions
    ]
    return write_table(path, table_words().regions.title, _region_columns(), rows)


def _title(mapping: ColumnMapping) -> str:
    return mapping.title or mapping.source


def _columns(mapping: ColumnMapping, used: Iterable[str] = ()) -> Iterator[TableColumn]:
    """The columns that have a Chinese heading, and of the others those that are `used`."""
    needed = set(mapping.required_columns())
    widths = table_words().widths
    for field, rule in mapping.columns.items():
        heading = next((name for name in rule.sources() if not name.isascii()), None)
        if heading is None and field in used:
            heading = rule.sources()[0]
        if heading is not None:
            yield TableColumn(
                field=field,
                heading=heading,
                needed=bool(needed & {" / ".join(rule.any_of), *rule.sources()}),
                note=mapping.notes.get(field, ""),
                example=mapping.example.get(field, ""),
                width=widths[mapping.widths.get(field, "usual")],
            )


def _region_columns() -> list[TableColumn]:
    words = table_words().regions
    return [
        TableColumn(
            field=field,
            heading=heading,
            needed=field in ("code", "name"),
            note=words.notes[field],
            example=words.example.get(field, ""),
        )
        for field, heading in words.headings.items()
    ]
