"""From a file to checked records: read, map, type, check. Nothing is stored here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.check import Located, check
from kb.errors import FileRefused, MappingInvalid, Problem, Severity
from kb.mapping import canonical_mapping
from kb.mapping_records import Finding, build, exploded
from kb.mapping_regions import RegionFinder
from kb.mapping_rules import ColumnMapping
from kb.readers import Row, Table, notice, open_table, refused
from kb.records import Item
from kb.regions import Region, Regions
from kb.values import ValueInvalid

Progress = Callable[[int, int | None], None]  # rows done, rows in all where known


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a file holds: its good records, the regions it brings, and everything found in it."""

    mapping: ColumnMapping
    records: tuple[Located, ...]
    regions_created: tuple[Region, ...]
    problems: tuple[Problem, ...]
    rows: int  # rows read, good and bad

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that reject a row."""
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)

    @property
    def rejected_rows(self) -> tuple[int, ...]:
        """The rows of which nothing is among the records."""
        return tuple(sorted({each.row for each in self.errors if each.row is not None}))


def load(
    path: Path,
    mapping: ColumnMapping | None,
    regions: Regions,
    *,
    today: date,
    progress: Progress | None = None,
) -> Loaded:
    """Read one file into typed and checked records.

    A row with an error gives no record at all, not even for another of its situations. With a
    mapping that creates regions, `regions_created` holds those that the good records need.

    Args:
        path: the file; its extension says its format.
        mapping: how its columns become fields; None: one of the hotline's own formats.
        regions: the regions known so far.
        today: the day in Asia/Shanghai that dates are compared with.
        progress: called after each row.

    Raises:
        FileRefused: where nothing can be read, or columns are missing that the mapping needs.
    """
    probe = mapping.sheet if mapping else None
    table = open_table(path, sheet=probe)
    mapping = mapping or _own_format(table)
    _refuse_missing(table, mapping)
    finder = RegionFinder(regions, create=mapping.create_regions)
    problems = [*table.notices, *_unknown_columns(table, mapping)]
    records: list[Located] = []
    done = 0
    for row in table:
        done += 1
        if isinstance(row, Problem):
            problems.append(row)
        else:
            made, found = _records_of(table.path, mapping, row, finder)
            records.extend(made)
            problems.extend(found)
        if progress:
            progress(done, table.total)
    problems.extend(check(str(path), records, today=today))
    rejected = {each.row for each in problems if each.severity is Severity.ERROR}
    good = tuple(each for each in records if each.row not in rejected)
    return Loaded(
        mapping=mapping,
        records=good,
        regions_created=finder.made(_used_regions(good)),
        problems=tuple(sorted(problems, key=lambda each: each.row or 0)),
        rows=done,
    )


def _own_format(table: Table) -> ColumnMapping:
    try:
        return canonical_mapping(table.columns)
    except MappingInvalid as error:
        raise refused(table.path, str(error), "Or see `hotline kb template`") from error


def _refuse_missing(table: Table, mapping: ColumnMapping) -> None:
    missing = mapping.missing(table.columns)
    if not missing or not table.columns:
        return
    has = ", ".join(map(repr, table.columns))
    raise FileRefused(
        Problem(
            file=str(table.path),
            row=None,
            field=missing[0],
            problem=f"the columns {', '.join(map(repr, missing))} are missing; the file has {has}",
            remedy=f"Name them so in the file, or in the mapping {mapping.source!r}",
        )
    )


def _unknown_columns(table: Table, mapping: ColumnMapping) -> Iterator[Problem]:
    for column in mapping.unknown(table.columns):
        yield notice(
            table.path,
            "the mapping does not know this column; it is not imported",
            "Map it to a field, or name it under `ignored`",
            field=column,
        )


def _records_of(
    path: Path, mapping: ColumnMapping, row: Row, finder: RegionFinder
) -> tuple[list[Located], list[Problem]]:
    """The records of one row and what was found in it; none at all where a finding rejects."""
    made: list[Located] = []
    findings: list[Finding] = []
    try:
        for values in exploded(mapping, row.values):
            record, found = build(mapping, values, finder.find)
            findings.extend(found)
            if record is not None:
                made.append(Located(row=row.number, record=record))
    except ValueInvalid as error:
        assert mapping.explode is not None
        findings.append(
            Finding(
                field=mapping.explode.column,
                problem=str(error),
                remedy="Write {key: value, …} there",
                rejects=True,
            )
        )
    problems = [
        Problem(
            file=str(path),
            row=row.number,
            field=each.field,
            problem=each.problem,
            remedy=each.remedy,
            severity=Severity.ERROR if each.rejects else Severity.NOTICE,
        )
        for each in dict.fromkeys(findings)
    ]
    return made, problems


def _used_regions(records: tuple[Located, ...]) -> set[str]:
    return {
        each.record.region
        for each in records
        if not isinstance(each.record, Item) and each.record.region is not None
    }
