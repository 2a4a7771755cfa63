"""The base that is grown: the sample that is shipped, or other files."""

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from eval.errors import EvalError
from kb.importing import import_files
from kb.mapping import find_mapping
from kb.records import Record
from kb.store import Store, open_database, schema


class SeedsInvalid(EvalError):
    """No row of the files that were to be grown could be read."""


def open_store(file: Path) -> Store:
    """A store in a file of its own, made if it is missing."""
    engine = open_database(f"sqlite:///{file}")
    schema.metadata.create_all(engine)
    return Store(engine)


def sample_records(folder: Path, *, now: datetime) -> tuple[Record, ...]:
    """The records of the sample base; `folder` is written to."""
    with as_file(files("kb").joinpath("sample")) as sample:
        return records_of(sorted(sample.rglob("*.jsonl")), folder, now=now)


def records_of(
    paths: Sequence[Path], folder: Path, *, mapping: str | None = None, now: datetime
) -> tuple[Record, ...]:
    """The good records of files.

    Args:
        paths: of one format, with the regions that they name.
        folder: is written to.
        mapping: how their columns become fields; None: the hotline's own form.
        now: with zone.

    Raises:
        SeedsInvalid: none of the rows is good.
        FileRefused, MappingInvalid: a file or the mapping cannot be read.
    """
    store = open_store(folder / "seeds.sqlite")
    rules = find_mapping(mapping) if mapping else None
    import_files(store, paths, mapping=rules, now=now, today=now.date(), partial=True)
    if records := tuple(each.record for each in store.records()):
        return records
    raise SeedsInvalid(f"{', '.join(map(str, paths))}: no row could be read as a record.")
