"""Sessions in memory: the twin of the database, for trying things out and for tests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from threading import Lock

from dialogue.errors import SessionUnknown, TurnInProgress
from dialogue.rating import Rating
from dialogue.state import State
from dialogue.store.events import Event, events_of
from dialogue.store.sessions import SaidTurn, SessionsPort, StoredSession
from dialogue.turn import Turn


class MemorySessions(SessionsPort):
    """Keeps what `Sessions` keeps for as long as the process lives; threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sessions: dict[str, StoredSession] = {}
        self._turns: dict[str, list[tuple[str | None, str, Turn]]] = {}
        self._touched: dict[str, datetime] = {}
        self._handoffs: dict[str, str] = {}  # id → session
        self._events: list[Event] = []
        self._numbered = 0
        self._moments: dict[str, datetime] = {}  # turn id → when
        self._ratings: dict[str, Rating] = {}

    def add(self, session: StoredSession, now: datetime) -> None:
        """Keep a new session."""
        with self._lock:
            self._sessions[session.id] = session
            self._turns[session.id] = []
            self._touched[session.id] = now

    def get(self, session_id: str) -> StoredSession:
        """A session.

        Raises:
            SessionUnknown.
        """
        with self._lock:
            if session_id not in self._sessions:
                raise SessionUnknown
            return self._sessions[session_id]

    def add_turn(
        self,
        turn: Turn,
        *,
        question: str,
        client_turn_id: str | None,
        state: State,
        now: datetime,
    ) -> None:
        """Keep a turn, its events and what the session remembers after it, all or none.

        Raises:
            TurnInProgress: where another turn took the same number meanwhile.
        """
        with self._lock:
            kept = self._turns[turn.session_id]
            sent = {known for known, _, _ in kept if known is not None}
            if turn.seq <= len(kept) or client_turn_id in sent:
                raise TurnInProgress
            kept.append((client_turn_id, question, turn))
            session = self._sessions[turn.session_id]
            self._sessions[turn.session_id] = replace(session, state=state, turns=len(kept))
            self._touched[turn.session_id] = now
            self._moments[turn.id] = now
            new = turn.handoff is not None and turn.handoff.id not in self._handoffs
            if turn.handoff is not None:
                self._handoffs[turn.handoff.id] = turn.session_id
            for kind, body in events_of(turn, new_handoff=new):
                self._numbered += 1
                self._events.append(
                    Event(
                        id=self._numbered,
                        session_id=turn.session_id,
                        kind=kind,
                        body=body,
                        created_at=now,
                    )
                )

    def turn_of(self, session_id: str, client_turn_id: str) -> Turn | None:
        """The turn that a client sent under its own id before."""
        with self._lock:
            kept = self._turns.get(session_id, [])
            return next((turn for known, _, turn in kept if known == client_turn_id), None)

    def turns(self, session_id: str) -> tuple[tuple[str, Turn], ...]:
        """(masked question, turn), oldest first."""
        with self._lock:
            return tuple((question, turn) for _, question, turn in self._turns.get(session_id, []))

    def events(self, session_id: str, after: int = 0) -> tuple[Event, ...]:
        """What happened in a session behind an event that was seen, oldest first."""
        with self._lock:
            own = [each for each in self._events if each.session_id == session_id]
            return tuple(each for each in own if each.id > after)

    def said(self, since: datetime, until: datetime) -> Iterator[SaidTurn]:
        """Every turn from a moment on and before another, oldest first."""
        with self._lock:
            found = [
                SaidTurn(
                    session_id=session_id,
                    at=self._moments[turn.id],
                    question=question,
                    turn=turn,
                    channel=self._sessions[session_id].channel,
                    rating=self._ratings.get(session_id),
                )
                for session_id, kept in self._turns.items()
                for _, question, turn in kept
                if since <= self._moments[turn.id] < until
            ]
        return iter(sorted(found, key=lambda each: (each.at, each.session_id, each.turn.seq)))

    def rate(self, session_id: str, rating: Rating, now: datetime) -> None:  # noqa: ARG002 - as the port
        """Keep what a citizen thinks of a session, instead of what they thought before.

        Raises:
            SessionUnknown.
        """
        self.get(session_id)
        with self._lock:
            self._ratings[session_id] = rating

    def purge(self, before: datetime) -> int:
        """Forget every session that was last used before a moment, and say how many they were."""
        with self._lock:
            old = {each for each, moment in self._touched.items() if moment < before}
            for each in old:
                del self._sessions[each], self._turns[each], self._touched[each]
                self._ratings.pop(each, None)
            self._events = [each for each in self._events if each.session_id not in old]
            self._handoffs = {id_: of for id_, of in self._handoffs.items() if of not in old}
            return len(old)
