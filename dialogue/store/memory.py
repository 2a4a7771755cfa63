"""Sessions in memory: the twin of the database, for trying things out and for tests."""

from dataclasses import replace
from datetime import datetime
from threading import Lock

from dialogue.errors import SessionUnknown, TurnInProgress
from dialogue.state import State
from dialogue.store.sessions import SessionsPort, StoredSession
from dialogue.turn import Turn


class MemorySessions(SessionsPort):
    """Keeps what `Sessions` keeps for as long as the process lives; threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sessions: dict[str, StoredSession] = {}
        self._turns: dict[str, list[tuple[str | None, str, Turn]]] = {}

    def add(self, session: StoredSession, now: datetime) -> None:  # noqa: ARG002 - as the port
        """Keep a new session."""
        with self._lock:
            self._sessions[session.id] = session
            self._turns[session.id] = []

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
        now: datetime,  # noqa: ARG002 - as the port
    ) -> None:
        """Keep a turn and what the session remembers after it, both or neither.

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

    def turn_of(self, session_id: str, client_turn_id: str) -> Turn | None:
        """The turn that a client sent under its own id before."""
        with self._lock:
            kept = self._turns.get(session_id, [])
            return next((turn for known, _, turn in kept if known == client_turn_id), None)

    def turns(self, session_id: str) -> tuple[tuple[str, Turn], ...]:
        """(masked question, turn), oldest first."""
        with self._lock:
            return tuple((question, turn) for _, question, turn in self._turns.get(session_id, []))
