"""The store as its users see it: the draft, the generations made of it, and the regions."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Engine, and_, select

from kb.records import RecordKind, code_of, kind_of, name_of
from kb.regions import Region, Regions
from kb.store import schema
from kb.store.draft import Draft
from kb.store.generations import Generations, held_by
from kb.store.rows import StoredRecord, counts, read_records


class Store:
    """The knowledge base on disk; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.draft = Draft(engine)
        self.generations = Generations(engine)

    def regions(self) -> Regions:
        """All regions, by code."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(schema.region).order_by(schema.region.c.code)).all()
        return Regions(
            Region(code=row.code, name=row.name, parent=row.parent, aliases=tuple(row.aliases))
            for row in rows
        )

    def records(self, generation: int | None = None) -> Iterator[StoredRecord]:
        """All records of a generation, or of the draft: first source first, as imported."""
        return read_records(self._engine, _held(generation))

    def find(self, code: str, generation: int | None = None) -> tuple[StoredRecord, ...]:
        """All records of an item, question or document, in a generation or in the draft."""
        where = and_(schema.record.c.code == code, _held(generation))
        return tuple(read_records(self._engine, where))

    def of_kind(self, kind: RecordKind, generation: int | None = None) -> tuple[StoredRecord, ...]:
        """All records of a kind, in a generation or in the draft."""
        where = and_(schema.record.c.kind == kind, _held(generation))
        return tuple(read_records(self._engine, where))

    def counts(self, generation: int | None = None) -> dict[tuple[str, RecordKind], int]:
        """How many records each (source, kind) has."""
        return counts(self._engine, _held(generation))

    def codes(self, generation: int | None = None) -> tuple[tuple[str, RecordKind, str, int], ...]:
        """(code, kind, name, number of records) of everything, in the order of import."""
        found: dict[tuple[str, RecordKind], tuple[str, int]] = {}
        for stored in self.records(generation):
            key = code_of(stored.record), kind_of(stored.record)
            name, count = found.get(key, (name_of(stored.record), 0))
            found[key] = name, count + 1
        return tuple((code, kind, name, count) for (code, kind), (name, count) in found.items())


def _held(generation: int | None) -> ColumnElement[bool]:
    return schema.record.c.current.is_(True) if generation is None else held_by(generation)
