"""Importing: read files, check them, and sync them into the draft, source by source."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kb.check import Located
from kb.errors import Problem, Severity
from kb.loading import Loaded, load
from kb.mapping_rules import ColumnMapping
from kb.records import Record
from kb.region_files import is_region_file, read_regions
from kb.regions import Region, Regions
from kb.store import Store
from kb.sync import Changes

Progress = Callable[[Path, int, int | None], None]  # file, rows done, rows in all where known


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What an import did, or would have done."""

    changes: Mapping[str, Changes]  # by source
    problems: tuple[Problem, ...]
    regions: int  # regions named by a region file or created by a mapping
    applied: bool  # False: bad rows and no `partial`, or a dry run

    @property
    def rejected(self) -> tuple[Problem, ...]:
        """What kept rows out."""
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)

    @property
    def rejected_rows(self) -> int:
        """How many rows were kept out."""
        return len({(each.file, each.row) for each in self.rejected})

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What was imported but could not be understood in full."""
        return tuple(each for each in self.problems if each.severity is Severity.NOTICE)


def import_files(
    store: Store,
    paths: Sequence[Path],
    *,
    mapping: ColumnMapping | None = None,
    source: str | None = None,
    now: datetime,
    today: date,
    partial: bool = False,
    keep_missing: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    failpoint: Callable[[str], None] | None = None,
) -> ImportReport:
    """Import files; those of one source make up its newest import together.

    A file with bad rows changes nothing unless `partial`; then the good rows are imported and,
    since a bad row may be a known guide, nothing of that source is withdrawn.

    Args:
        store: whose draft is changed, in one transaction.
        paths: files of guides, questions, policies, items or regions.
        mapping: how columns become fields; None: the hotline's own formats.
        source: a name for the source other than the mapping's.
        now: the time of the import, with zone.
        today: the day in Asia/Shanghai that dates are compared with.
        partial: import the good rows of files with bad ones.
        keep_missing: the files are a part of their source; withdraw nothing.
        dry_run: only say what would change.
        progress: called row by row.
        failpoint: called with the name of each write before it happens; for tests.

    Raises:
        FileRefused: a file cannot be read at all; nothing was changed.
    """
    known = {region.code: region for region in store.regions()}
    created: list[Region] = []
    for path in filter(is_region_file, paths):
        named = read_regions(path, known)
        known |= {region.code: region for region in named}
        created += named
    sources: dict[str, list[tuple[Path, Located]]] = {}
    problems: list[Problem] = []
    for path in (path for path in paths if not is_region_file(path)):
        loaded = _load(path, mapping, Regions(known.values()), today, progress)
        created += loaded.regions_created
        known |= {region.code: region for region in loaded.regions_created}
        rows = sources.setdefault(source or loaded.mapping.source, [])
        rows += [(path, located) for located in loaded.records]
        problems += loaded.problems
    records = {name: _once(rows, problems) for name, rows in sources.items()}
    refused = any(each.severity is Severity.ERROR for each in problems)
    apply = not dry_run and (partial or not refused)
    return ImportReport(
        changes=store.draft.sync(
            records,
            regions=created,
            now=now,
            keep_missing=keep_missing or refused,
            dry_run=not apply,
            failpoint=failpoint,
        ),
        problems=tuple(problems),
        regions=len({region.code for region in created}),
        applied=apply,
    )


def _load(
    path: Path,
    mapping: ColumnMapping | None,
    regions: Regions,
    today: date,
    progress: Progress | None,
) -> Loaded:
    def show(done: int, total: int | None) -> None:
        if progress:
            progress(path, done, total)

    return load(path, mapping, regions, today=today, progress=show)


def _once(rows: list[tuple[Path, Located]], problems: list[Problem]) -> list[Record]:
    """The records of a source; one that stands in two files is a problem of the second."""
    first: dict[tuple[str, ...], tuple[Path, int]] = {}
    records: list[Record] = []
    for path, located in rows:
        key = (type(located.record).__name__, *located.record.key)
        if key in first:
            other, row = first[key]
            problems.append(
                Problem(
                    file=str(path),
                    row=located.row,
                    field=None,
                    problem=f"is also in {other}, row {row}: {', '.join(filter(None, key[1:]))}",
                    remedy="Delete one of the two",
                )
            )
        else:
            first[key] = path, located.row
            records.append(located.record)
    return records
