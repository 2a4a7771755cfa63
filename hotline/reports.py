"""What commands write about imports and records: summaries, problem lists, exports."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kb.canonical import to_json
from kb.errors import KbError, Problem
from kb.importing import ImportReport
from kb.records import RecordKind, kind_of
from kb.regions import Regions
from kb.store import StoredRecord
from kb.tables import FORMATS as TABLES
from kb.templates import write_filled, write_filled_regions


def import_summary(done: ImportReport, *, dry_run: bool) -> dict[str, Any]:
    """An import as one JSON document."""
    return {
        "applied": done.applied,
        "dry_run": dry_run,
        "sources": {
            source: {
                "created": len(found.created),
                "updated": len(found.updated),
                "unchanged": len(found.unchanged),
                "withdrawn": len(found.withdrawn),
            }
            for source, found in done.changes.items()
        },
        "regions": done.regions,
        "rejected": done.rejected_rows,
        "problems": [
            {
                "file": each.file,
                "row": each.row,
                "field": each.field,
                "problem": each.problem,
                "remedy": each.remedy,
                "severity": each.severity,
            }
            for each in done.problems
        ],
    }


def write_problems(path: Path, problems: Sequence[Problem]) -> None:
    """Every problem as a row of a CSV file that Excel opens."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "row", "field", "severity", "problem", "remedy"))
        for each in problems:
            writer.writerow(
                (each.file, each.row, each.field, each.severity, each.problem, each.remedy)
            )


def record_view(stored: StoredRecord) -> dict[str, Any]:
    """A record with its identity, in the canonical form."""
    return {
        "source": stored.source,
        "kind": kind_of(stored.record),
        "entry": stored.record_id,
        "stored_version": stored.version,
        **to_json(stored.record),
    }


def write_export(
    path: Path, records: Iterable[StoredRecord], kind: RecordKind, regions: Regions
) -> int:
    """Write the records of one kind, as a table or as canonical JSONL, and say how many they were."""
    wanted = (stored.record for stored in records if kind_of(stored.record) is kind)
    if path.suffix.lower() in TABLES:
        return write_filled(path, kind, wanted, regions)
    return _write_jsonl(path, map(to_json, wanted))


def kind_called(word: str, *others: str) -> RecordKind:
    """The kind of record that a word names.

    Raises:
        KbError: naming the kinds, and `others` that may be named in the same place.
    """
    if word not in list(RecordKind):
        kinds = ", ".join((*RecordKind, *others))
        raise KbError(f"{word!r} is no kind of record; kinds are {kinds}")
    return RecordKind(word)


def kind_of_file(path: Path) -> RecordKind | None:
    """What a file is named for: 「faqs.xlsx」 is for questions; None for regions, else guides."""
    named = {
        "regions": None,
        "items": RecordKind.ITEM,
        "faqs": RecordKind.FAQ,
        "policies": RecordKind.POLICY,
        "life_events": RecordKind.LIFE_EVENT,
        "notices": RecordKind.NOTICE,
    }
    return named.get(path.stem.lower(), RecordKind.GUIDE)


def write_regions(path: Path, regions: Regions) -> int:
    """Write the regions as a region file, outer ones first, and say how many they were."""
    outer_first = sorted(regions, key=lambda region: len(regions.line(region.code)))
    if path.suffix.lower() in TABLES:
        return write_filled_regions(path, outer_first)
    return _write_jsonl(
        path, ({**asdict(each), "aliases": [*each.aliases]} for each in outer_first)
    )


def _write_jsonl(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    count = 0
    to_stdout = str(path) == "-"
    with nullcontext(sys.stdout) if to_stdout else path.open("w", encoding="utf-8") as file:
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last one is how many there were
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return count
