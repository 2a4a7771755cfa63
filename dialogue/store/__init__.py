"""Where sessions and turns are kept."""

from dialogue.store.sessions import Sessions, SessionsPort, StoredSession

__all__ = ["Sessions", "SessionsPort", "StoredSession"]
