"""Sessions and turns in the database; a turn is acknowledged after it is committed."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Protocol

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from dialogue.errors import SessionUnknown, TurnInProgress
from dialogue.handoff import HandOffPacket
from dialogue.rating import Rating, Score
from dialogue.state import State
from dialogue.store import schema
from dialogue.store.events import Event, EventKind, events_of
from dialogue.turn import Turn

_STATE: TypeAdapter[State] = TypeAdapter(State)
_TURN: TypeAdapter[Turn] = TypeAdapter(Turn)
_PACKET: TypeAdapter[HandOffPacket] = TypeAdapter(HandOffPacket)
_AT_ONCE = 500  # sessions that are forgotten in one transaction


@dataclass(frozen=True, kw_only=True)
class StoredSession:
    """会话 as kept: whose it is, what it remembers, and how many turns it has."""

    id: str
    token_hash: str
    channel: str
    state: State
    turns: int


@dataclass(frozen=True, kw_only=True)
class SaidTurn:
    """说过的一轮: a turn as it was kept, with its masked question and the session's rating."""

    session_id: str
    at: datetime
    question: str
    turn: Turn
    channel: str
    rating: Rating | None


class SessionsPort(Protocol):
    """What the assistant needs of the store of sessions."""

    def add(self, session: StoredSession, now: datetime) -> None:
        """Keep a new session."""
        ...

    def get(self, session_id: str) -> StoredSession:
        """A session.

        Raises:
            SessionUnknown.
        """
        ...

    def add_turn(
        self, turn: Turn, *, question: str, client_turn_id: str | None, state: State, now: datetime
    ) -> None:
        """Keep a turn, its events and what the session remembers after it, in one transaction.

        Raises:
            TurnInProgress: where another turn took the same number meanwhile.
        """
        ...

    def turn_of(self, session_id: str, client_turn_id: str) -> Turn | None:
        """The turn that a client sent under its own id before."""
        ...

    def turns(self, session_id: str) -> tuple[tuple[str, Turn], ...]:
        """(masked question, turn), oldest first."""
        ...

    def events(self, session_id: str, after: int = 0) -> tuple[Event, ...]:
        """What happened in a session behind an event that was seen, oldest first."""
        ...

    def said(self, since: datetime, until: datetime) -> Iterator[SaidTurn]:
        """Every turn from a moment on and before another, oldest first."""
        ...

    def rate(self, session_id: str, rating: Rating, now: datetime) -> None:
        """Keep what a citizen thinks of a session, instead of what they thought before.

        Raises:
            SessionUnknown.
        """
        ...

    def purge(self, before: datetime) -> int:
        """Forget every session that was last used before a moment, and say how many they were."""
        ...


class Sessions(SessionsPort):
    """The sessions in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # Writers of this process wait for each other here: SQLite lets those who wait look again
        # and again, and under load the unlucky one looked in vain until it gave up.
        self._turn_to_write = Lock() if engine.dialect.name == "sqlite" else nullcontext()

    def add(self, session: StoredSession, now: datetime) -> None:
        """Keep a new session."""
        with self._turn_to_write, self._engine.begin() as connection:
            connection.execute(
                insert(schema.session).values(
                    id=session.id,
                    token_hash=session.token_hash,
                    channel=session.channel,
                    state=_STATE.dump_python(session.state, mode="json"),
                    created_at=now,
                    touched_at=now,
                )
            )

    def get(self, session_id: str) -> StoredSession:
        """A session.

        Raises:
            SessionUnknown.
        """
        count = (
            select(func.count())
            .where(schema.turn.c.session_id == schema.session.c.id)
            .scalar_subquery()
        )
        query = select(schema.session, count.label("turns")).where(
            schema.session.c.id == session_id
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise SessionUnknown
        return StoredSession(
            id=row.id,
            token_hash=row.token_hash,
            channel=row.channel,
            state=_STATE.validate_python(row.state),
            turns=row.turns,
        )

    def add_turn(
        self, turn: Turn, *, question: str, client_turn_id: str | None, state: State, now: datetime
    ) -> None:
        """Keep a turn, its events and what the session remembers after it, in one transaction.

        Raises:
            TurnInProgress: where another turn took the same number meanwhile.
        """
        values: dict[str, Any] = {
            "id": turn.id,
            "session_id": turn.session_id,
            "seq": turn.seq,
            "client_turn_id": client_turn_id,
            "question": question,
            "body": _TURN.dump_python(turn, mode="json"),
            "created_at": now,
        }
        after = _STATE.dump_python(state, mode="json")
        try:
            with self._turn_to_write, self._engine.begin() as connection:
                connection.execute(insert(schema.turn).values(values))
                connection.execute(
                    update(schema.session)
                    .where(schema.session.c.id == turn.session_id)
                    .values(state=after, touched_at=now)
                )
                _add_events(connection, turn, now, new_handoff=_add_handoff(connection, turn, now))
        except IntegrityError as error:
            raise TurnInProgress from error

    def turn_of(self, session_id: str, client_turn_id: str) -> Turn | None:
        """The turn that a client sent under its own id before."""
        query = select(schema.turn.c.body).where(
            schema.turn.c.session_id == session_id, schema.turn.c.client_turn_id == client_turn_id
        )
        with self._engine.connect() as connection:
            body = connection.scalar(query)
        return None if body is None else _TURN.validate_python(body)

    def turns(self, session_id: str) -> tuple[tuple[str, Turn], ...]:
        """(masked question, turn), oldest first."""
        columns = schema.turn.c.question, schema.turn.c.body
        query = select(*columns).where(schema.turn.c.session_id == session_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(schema.turn.c.seq)).all()
        return tuple((row.question, _TURN.validate_python(row.body)) for row in rows)

    def events(self, session_id: str, after: int = 0) -> tuple[Event, ...]:
        """What happened in a session behind an event that was seen, oldest first."""
        table = schema.event
        query = select(table).where(table.c.session_id == session_id, table.c.id > after)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(table.c.id)).all()
        return tuple(
            Event(
                id=row.id,
                session_id=row.session_id,
                kind=EventKind(row.kind),
                body=row.body,
                created_at=row.created_at,
            )
            for row in rows
        )

    def said(self, since: datetime, until: datetime) -> Iterator[SaidTurn]:
        """Every turn from a moment on and before another, oldest first."""
        turn, session, rating = schema.turn, schema.session, schema.rating
        query = (
            select(turn, session.c.channel, rating.c.score, rating.c.reasons, rating.c.comment)
            .join(session, session.c.id == turn.c.session_id)
            .join(rating, rating.c.session_id == turn.c.session_id, isouter=True)
            .where(turn.c.created_at >= since, turn.c.created_at < until)
            .order_by(turn.c.created_at, turn.c.session_id, turn.c.seq)
        )
        with self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=_AT_ONCE).execute(query):
                yield SaidTurn(
                    session_id=row.session_id,
                    at=row.created_at,
                    question=row.question,
                    turn=_TURN.validate_python(row.body),
                    channel=row.channel,
                    rating=None
                    if row.score is None
                    else Rating(
                        score=Score(row.score), reasons=tuple(row.reasons), comment=row.comment
                    ),
                )

    def rate(self, session_id: str, rating: Rating, now: datetime) -> None:
        """Keep what a citizen thinks of a session, instead of what they thought before.

        Raises:
            SessionUnknown.
        """
        self.get(session_id)
        table = schema.rating
        with self._turn_to_write, self._engine.begin() as connection:
            connection.execute(delete(table).where(table.c.session_id == session_id))
            connection.execute(
                insert(table).values(
                    session_id=session_id,
                    score=int(rating.score),
                    reasons=list(rating.reasons),
                    comment=rating.comment,
                    created_at=now,
                )
            )

    def purge(self, before: datetime) -> int:
        """Forget every session that was last used before a moment, and say how many they were."""
        session, forgotten = schema.session, 0
        old = select(session.c.id).where(session.c.touched_at < before).limit(_AT_ONCE)
        while True:
            with self._turn_to_write, self._engine.begin() as connection:
                ids = list(connection.scalars(old))
                for table in (schema.event, schema.handoff, schema.rating, schema.turn):
                    connection.execute(delete(table).where(table.c.session_id.in_(ids)))
                connection.execute(delete(session).where(session.c.id.in_(ids)))
            forgotten += len(ids)
            if len(ids) < _AT_ONCE:
                return forgotten


def _add_handoff(connection: Connection, turn: Turn, now: datetime) -> bool:
    """Keep the hand-over that a turn made; one that waited before is there already."""
    made, table = turn.handoff, schema.handoff
    if made is None:
        return False
    known = select(func.count()).select_from(table).where(table.c.id == made.id)
    if connection.scalar(known):
        return False
    connection.execute(
        insert(table).values(
            id=made.id,
            session_id=turn.session_id,
            reason=made.packet.reason,
            state=made.state,
            packet=_PACKET.dump_python(made.packet, mode="json"),
            created_at=now,
        )
    )
    return True


def _add_events(connection: Connection, turn: Turn, now: datetime, *, new_handoff: bool) -> None:
    of = {"session_id": turn.session_id, "created_at": now}
    rows = [
        {**of, "kind": kind, "body": body}
        for kind, body in events_of(turn, new_handoff=new_handoff)
    ]
    connection.execute(insert(schema.event), rows)
