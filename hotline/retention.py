"""Retention (保留期限): conversations are forgotten when their time is over."""

import logging
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialogue.store import SessionsPort
    from hotline.settings import Settings

_log = logging.getLogger(__name__)
_EVERY_S = 24 * 60 * 60.0


def open_sessions(settings: "Settings") -> "SessionsPort":
    """The sessions alone, without a model."""
    from dialogue.store import Sessions
    from hotline.database import open_at_head

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Sessions(open_at_head(settings.database))


def forget(sessions: "SessionsPort", settings: "Settings", now: datetime | None = None) -> int:
    """Forget what was last used before the time that is kept, and say how many sessions it was."""
    kept = timedelta(days=settings.retention_days)
    return sessions.purge((now or datetime.now(UTC)) - kept)


def keep_forgetting(
    sessions: "SessionsPort", settings: "Settings", *, every_s: float = _EVERY_S
) -> Event:
    """Forget now and once a day from a thread of its own; set the event to end it."""
    ended = Event()

    def run() -> None:
        while True:
            try:
                if forgotten := forget(sessions, settings):
                    _log.info("Forgot %d sessions", forgotten)
            except Exception:
                # A database that is not there for a moment is asked again tomorrow.
                _log.exception("Could not forget old sessions")
            if ended.wait(every_s):
                return

    Thread(target=run, name="retention", daemon=True).start()
    return ended
