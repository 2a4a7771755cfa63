"""The draft: what the newest imports of all sources hold together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from json import dumps

from sqlalchemy import Connection, Engine, func, insert, select, update

from kb.canonical import digest, to_json
from kb.entries import record_id
from kb.records import Record, code_of, kind_of
from kb.regions import Region
from kb.store import schema
from kb.store.database import writing
from kb.sync import Changes, changes

Failpoint = Callable[[str], None]

_record = schema.record
_source = schema.source


class Draft:
    """What will be published next; synced source by source."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def sync(
        self,
        sources: Mapping[str, Sequence[Record]],
        *,
        regions: Iterable[Region] = (),
        now: datetime,
        keep_missing: bool = False,
        dry_run: bool = False,
        failpoint: Failpoint | None = None,
    ) -> dict[str, Changes]:
        """Make the draft of each source equal to these records, all in one transaction.

        Args:
            sources: by the name under which earlier imports are found, the whole of each source;
                what is not among its records is withdrawn.
            regions: regions to add or rename, outer ones first.
            now: the time of the import, with zone.
            keep_missing: withdraw nothing, because rows of the source could not be read.
            dry_run: only say what would change.
            failpoint: called with the name of each write before it happens; for tests.
        """
        reached = failpoint or _unnoticed
        done: dict[str, Changes] = {}
        # Digests are taken before the transaction, which keeps citizens' turns waiting.
        kept = {source: _by_id(source, records) for source, records in sources.items()}
        with (self._engine if dry_run else self._writing).begin() as connection:
            if not dry_run:
                reached("regions")
                _put_regions(connection, regions)
            for source, records in kept.items():
                new = {each: mark for each, (_, mark) in records.items()}
                found = changes(_digests(connection, source), new)
                done[source] = replace(found, withdrawn=()) if keep_missing else found
                if not dry_run:
                    _apply(connection, source, records, done[source], now, reached)
            reached("commit")
        reached("committed")
        return done

    def digest(self) -> str:
        """One digest over what the draft holds; equal drafts have equal digests."""
        with self._engine.connect() as connection:
            return draft_digest(connection)


def draft_digest(connection: Connection) -> str:
    """The digest of the draft and of the regions, inside a transaction."""
    mark = sha256()
    for region in connection.execute(select(schema.region).order_by(schema.region.c.code)):
        mark.update(f"{dumps(list(region), ensure_ascii=False)}\n".encode())
    query = select(_record.c.record_id, _record.c.digest).where(_record.c.current)
    for row in connection.execute(query.order_by(_record.c.record_id)):
        mark.update(f"{row.record_id} {row.digest}\n".encode())
    return mark.hexdigest()


def _by_id(source: str, records: Sequence[Record]) -> dict[str, tuple[Record, str]]:
    return {record_id(source, each): (each, digest(each)) for each in records}


def _digests(connection: Connection, source: str) -> dict[str, str]:
    query = select(_record.c.record_id, _record.c.digest)
    rows = connection.execute(query.where(_record.c.source == source, _record.c.current))
    return {row.record_id: row.digest for row in rows}


def _apply(
    connection: Connection,
    source: str,
    records: Mapping[str, tuple[Record, str]],
    found: Changes,
    now: datetime,
    reached: Failpoint,
) -> None:
    reached(f"{source}.source")
    _put_source(connection, source, now)
    reached(f"{source}.retire")
    _retire(connection, [*found.updated, *found.withdrawn])
    reached(f"{source}.add")
    added = {*found.created, *found.updated}
    _add(connection, source, {each: records[each] for each in records if each in added}, now)


def _unnoticed(_: str) -> None:
    """No failpoint is set."""


def _put_regions(connection: Connection, regions: Iterable[Region]) -> None:
    known = set(connection.scalars(select(schema.region.c.code)))
    for each in regions:
        values = {"name": each.name, "parent": each.parent, "aliases": list(each.aliases)}
        if each.code in known:
            where = schema.region.c.code == each.code
            connection.execute(update(schema.region).where(where).values(values))
        else:
            connection.execute(insert(schema.region).values(code=each.code, **values))
            known.add(each.code)


def _put_source(connection: Connection, source: str, now: datetime) -> None:
    touch = update(_source).where(_source.c.name == source).values(imported_at=now)
    if connection.execute(touch).rowcount == 0:
        connection.execute(insert(_source).values(name=source, imported_at=now))


def _retire(connection: Connection, record_ids: Sequence[str]) -> None:
    for chunk in _chunks(record_ids):
        where = _record.c.record_id.in_(chunk), _record.c.current
        connection.execute(update(_record).where(*where).values(current=False))


def _add(
    connection: Connection,
    source: str,
    added: Mapping[str, tuple[Record, str]],
    now: datetime,
) -> None:
    versions: dict[str, int] = {}
    for chunk in _chunks(list(added)):
        query = select(_record.c.record_id, func.max(_record.c.version))
        rows = connection.execute(
            query.where(_record.c.record_id.in_(chunk)).group_by(_record.c.record_id)
        )
        versions.update((row[0], row[1]) for row in rows)
    if added:
        connection.execute(
            insert(_record),
            [
                {
                    "source": source,
                    "kind": kind_of(record),
                    "code": code_of(record),
                    "record_id": each,
                    "version": versions.get(each, 0) + 1,
                    "digest": mark,
                    "body": dumps(to_json(record), ensure_ascii=False),
                    "created_at": now,
                    "current": True,
                }
                for each, (record, mark) in added.items()
            ],
        )


def _chunks(values: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    return (values[start : start + size] for start in range(0, len(values), size))
