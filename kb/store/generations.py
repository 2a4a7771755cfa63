"""The generations (版本代): what was published, and which one is served."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, insert, or_, select, update

from kb.errors import KbError
from kb.store import schema
from kb.store.database import writing
from kb.store.draft import draft_digest

_record = schema.record


class GenerationUnknown(KbError):
    """There is no such generation."""


@dataclass(frozen=True, kw_only=True)
class Generation:
    """版本代: one published whole, numbered."""

    number: int
    created_at: datetime
    digest: str  # of the records it holds and of the regions
    records: int
    encoder: str
    calibration: dict[str, Any]  # of P(right); the retriever knows its form
    is_live: bool


class Generations:
    """Publishing and rolling back, as the database sees them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def all(self) -> tuple[Generation, ...]:
        """All generations, newest first."""
        table, live = schema.generation, schema.live
        query = select(table, live.c.id).join(
            live, live.c.generation == table.c.number, isouter=True
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(table.c.number.desc())).all()
        return tuple(
            Generation(
                number=row.number,
                created_at=row.created_at,
                digest=row.digest,
                records=row.records,
                encoder=row.encoder,
                calibration=row.calibration,
                is_live=row.id is not None,
            )
            for row in rows
        )

    def live(self) -> int | None:
        """The number of the generation that is served; None before the first publish."""
        with self._engine.connect() as connection:
            return connection.scalar(select(schema.live.c.generation))

    def commit(
        self, number: int, *, digest: str, encoder: str, calibration: dict[str, Any], now: datetime
    ) -> None:
        """Record the draft as generation `number` and serve it, in one transaction.

        Raises:
            KbError: where the draft is no longer what `digest` was taken of.
        """
        fresh = and_(_record.c.current, _record.c.since.is_(None))
        gone = and_(~_record.c.current, _record.c.since.is_not(None), _record.c.until.is_(None))
        with self._writing.begin() as connection:
            if draft_digest(connection) != digest:
                raise KbError("The draft changed while it was being published; publish again")
            connection.execute(update(_record).where(fresh).values(since=number))
            connection.execute(update(_record).where(gone).values(until=number))
            held = select(func.count()).select_from(_record).where(_record.c.current)
            connection.execute(
                insert(schema.generation).values(
                    number=number,
                    created_at=now,
                    digest=digest,
                    records=connection.scalar(held),
                    encoder=encoder,
                    calibration=calibration,
                )
            )
            _serve(connection, number)

    def made_again(self, number: int, *, encoder: str, calibration: dict[str, Any]) -> None:
        """Record with what a generation's snapshot was built again."""
        table = schema.generation
        again = update(table).where(table.c.number == number)
        with self._writing.begin() as connection:
            connection.execute(again.values(encoder=encoder, calibration=calibration))

    def serve(self, number: int) -> None:
        """Serve another generation from now on.

        Raises:
            GenerationUnknown: naming those that exist.
        """
        self.check(number)
        with self._engine.begin() as connection:
            _serve(connection, number)

    def check(self, number: int) -> None:
        """Pass if there is such a generation.

        Raises:
            GenerationUnknown: naming those that exist.
        """
        known = [each.number for each in self.all()]
        if number not in known:
            listed = ", ".join(map(str, known)) or "none"
            raise GenerationUnknown(f"There is no generation {number}; there are: {listed}")


def held_by(generation: int) -> ColumnElement[bool]:
    """The versions that a generation holds."""
    open_ended = or_(_record.c.until.is_(None), _record.c.until > generation)
    return and_(_record.c.since <= generation, open_ended)


def _serve(connection: Connection, number: int) -> None:
    if connection.execute(update(schema.live).values(generation=number)).rowcount == 0:
        connection.execute(insert(schema.live).values(id=1, generation=number))
