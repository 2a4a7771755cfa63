"""Sessions and turns in the database; a turn is acknowledged after it is committed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pydantic import TypeAdapter
from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from dialogue.errors import SessionUnknown, TurnInProgress
from dialogue.state import State
from dialogue.store import schema
from dialogue.turn import Turn

_STATE: TypeAdapter[State] = TypeAdapter(State)
_TURN: TypeAdapter[Turn] = TypeAdapter(Turn)


@dataclass(frozen=True, kw_only=True)
class StoredSession:
    """会话 as kept: whose it is, what it remembers, and how many turns it has."""

    id: str
    token_hash: str
    channel: str
    state: State
    turns: int


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
        """Keep a turn and what the session remembers after it, in one transaction.

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


class Sessions(SessionsPort):
    """The sessions in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, session: StoredSession, now: datetime) -> None:
        """Keep a new session."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(schema.session).values(
                    id=session.id,
                    token_hash=session.token_hash,
                    channel=session.channel,
                    state=_STATE.dump_python(session.state, mode="json"),
                    created_at=now,
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
        """Keep a turn and what the session remembers after it, in one transaction.

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
            with self._engine.begin() as connection:
                connection.execute(insert(schema.turn).values(values))
                connection.execute(
                    update(schema.session)
                    .where(schema.session.c.id == turn.session_id)
                    .values(state=after)
                )
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
