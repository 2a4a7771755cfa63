"""What commands write about imports and records: summaries, problem lists, exports."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from kb.canonical import to_json
from kb.errors import Problem
from kb.importing import ImportReport
from kb.records import RecordKind, kind_of
from kb.store import StoredRecord


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


def write_export(path: Path, records: Iterable[StoredRecord], kind: RecordKind) -> int:
    """Write the records of one kind as canonical JSONL and say how many they were."""
    count = 0
    to_stdout = str(path) == "-"
    with nullcontext(sys.stdout) if to_stdout else path.open("w", encoding="utf-8") as file:
        for stored in records:
            if kind_of(stored.record) is kind:
                file.write(json.dumps(to_json(stored.record), ensure_ascii=False) + "\n")
                count += 1
    return count
