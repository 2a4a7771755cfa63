"""Where sessions and turns are kept."""

from dialogue.store.memory import MemorySessions
from dialogue.store.sessions import Sessions, SessionsPort, StoredSession

__all__ = ["MemorySessions", "Sessions", "SessionsPort", "StoredSession"]
