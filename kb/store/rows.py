"""Reading records out of the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from json import loads

from sqlalchemy import ColumnElement, Engine, func, select

from kb.canonical import from_json
from kb.records import Item, Record, RecordKind
from kb.store import schema


@dataclass(frozen=True, kw_only=True)
class StoredRecord:
    """A record with its identity and the store's own version number."""

    record_id: str
    source: str
    version: int
    record: Record

    @property
    def record_region(self) -> str | None:
        """The code of the region that the record is for; None: everywhere."""
        return None if isinstance(self.record, Item) else self.record.region


def read_records(engine: Engine, where: ColumnElement[bool]) -> Iterator[StoredRecord]:
    """The records that fit, first source first, in the order of import."""
    query = (
        select(schema.record)
        .join(schema.source, schema.source.c.name == schema.record.c.source)
        .where(where)
        .order_by(schema.source.c.number, schema.record.c.id)
        .execution_options(yield_per=1000)
    )
    with engine.connect() as connection:
        for row in connection.execute(query):
            yield StoredRecord(
                record_id=row.record_id,
                source=row.source,
                version=row.version,
                record=from_json(RecordKind(row.kind), loads(row.body)),
            )


def counts(engine: Engine, where: ColumnElement[bool]) -> dict[tuple[str, RecordKind], int]:
    """How many records each (source, kind) has."""
    columns = schema.record.c.source, schema.record.c.kind
    query = select(*columns, func.count()).where(where).group_by(*columns).order_by(*columns)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return {(row[0], RecordKind(row[1])): row[2] for row in rows}
