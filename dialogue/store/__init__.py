"""Where sessions and turns are kept."""

from dialogue.store.events import Event, EventKind
from dialogue.store.memory import MemorySessions
from dialogue.store.sessions import SaidTurn, Sessions, SessionsPort, StoredSession

__all__ = [
    "Event",
    "EventKind",
    "MemorySessions",
    "SaidTurn",
    "Sessions",
    "SessionsPort",
    "StoredSession",
]
