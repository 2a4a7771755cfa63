"""A record as the row of a table that imports to the same digest, or an error that says why not."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import date
from typing import Any

from kb.canonical import digest, to_json
from kb.cells import element_cell, list_cell, plain_cell, steps_cell
from kb.elements import Element
from kb.errors import KbError, RegionUnknown
from kb.mapping_records import build
from kb.mapping_regions import RegionFinder
from kb.mapping_rules import LISTS, ColumnMapping
from kb.records import Guide, Record, code_of
from kb.regions import Regions


class NotTabular(KbError):
    """A record holds something that no cell of a table can say."""

    def __init__(self, record: Record, lost: Iterable[str]) -> None:
        super().__init__(
            f"{', '.join(filter(None, record.key))}: a table cannot hold "
            f"{', '.join(lost)} so that it reads back the same. "
            "Export it as JSONL"
        )
        self.code = code_of(record)


class TableRows:
    """Rows of one kind of record, by field; each is read back before it is handed out."""

    def __init__(self, mapping: ColumnMapping, regions: Regions) -> None:
        self._mapping = mapping
        self._regions = regions
        self._find = RegionFinder(regions, create=False).find
        self._written: dict[str, str] = {}

    def row(self, record: Record) -> dict[str, str]:
        """Field → cell, fields that the record lacks left out.

        Raises:
            NotTabular: naming what of the record would be lost.
        """
        values = _values(record)
        cells = {name: self._cell(name, value) for name, value in values.items()}
        row = {name: cell for name, cell in cells.items() if cell is not None}
        if lost := self._lost(record, row):
            raise NotTabular(record, lost)
        return row

    def _lost(self, record: Record, row: Mapping[str, str]) -> list[str]:
        """The fields that a record read from the row has otherwise."""
        columns = self._mapping.columns
        by_column = {columns[name].sources()[0]: cell for name, cell in row.items()}
        read, findings = build(self._mapping, by_column, self._find)
        if read is None:
            return [found.field for found in findings if found.rejects and found.field]
        if digest(read) == digest(record):
            return []
        before, after = to_json(record), to_json(read)
        return [name for name in {**before, **after} if before.get(name) != after.get(name)]

    def _cell(self, name: str, value: Any) -> str | None:
        rule = self._mapping.columns.get(name)
        if rule is None:
            return None
        if name == "region":
            return self._region(str(value))
        if name == "steps":
            return steps_cell(value)
        if name in LISTS:
            return list_cell(value, rule)
        # A notice has a place too, which is no element.
        if isinstance(value, str | date | bool):
            return plain_cell(value, rule)
        return element_cell(Element(name), value, rule)

    def _region(self, code: str) -> str:
        """The whole path, which people know, where it means this region alone; else the code."""
        if code not in self._written:
            self._written[code] = code
            path = "".join(self._regions.path(code)) if code in self._regions else code
            with suppress(RegionUnknown):  # several may be called so
                if self._find(path) == code:
                    self._written[code] = path
        return self._written[code]


def _values(record: Record) -> dict[str, Any]:
    """What a record holds beyond its defaults, elements beside the other fields."""
    found: dict[str, Any] = {
        each.name: value
        for each in fields(record)
        if each.name != "elements" and (value := getattr(record, each.name)) != each.default
    }
    if isinstance(record, Guide):
        told = {e.value: v for e, v in record.elements.items() if e is not Element.AGENCY}
        found |= told
    return found
