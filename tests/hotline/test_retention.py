"""Conversations are forgotten when their time is over: by the command, and by the server."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from typer.testing import Result

from dialogue.errors import SessionUnknown
from dialogue.state import State
from dialogue.store import MemorySessions, StoredSession
from hotline.retention import keep_forgetting, open_sessions
from hotline.settings import Settings

Run = Callable[..., Result]
LONG_AGO = datetime.now(UTC) - timedelta(days=40)


def session(id_: str) -> StoredSession:
    return StoredSession(id=id_, token_hash="h", channel="test", state=State(), turns=0)


def test_the_command_forgets_what_is_older_and_nothing_else(run: Run, data_dir: Path) -> None:
    sessions = open_sessions(Settings(data_dir=data_dir))
    sessions.add(session("old"), LONG_AGO)
    sessions.add(session("new"), datetime.now(UTC))
    assert run("purge", at=data_dir).stdout.startswith("forgotten: 0 sessions")
    done = run("purge", "--days", "30", "--json", at=data_dir)
    assert done.exit_code == 0
    assert '"forgotten": 1' in done.stdout
    with pytest.raises(SessionUnknown):
        sessions.get("old")
    assert sessions.get("new").id == "new"


class Noticed(MemorySessions):
    """Says when it was asked to forget, and fails the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.done = Event()

    def purge(self, before: datetime) -> int:
        self.asked += 1
        if self.asked == 1:
            raise OSError("gone for a moment")
        forgotten = super().purge(before)
        self.done.set()
        return forgotten


def test_a_server_goes_on_forgetting_after_a_failure(tmp_path: Path) -> None:
    sessions = Noticed()
    sessions.add(session("old"), LONG_AGO)
    ended = keep_forgetting(sessions, Settings(data_dir=tmp_path, retention_days=30), every_s=0.01)
    assert sessions.done.wait(20)
    ended.set()
    with pytest.raises(SessionUnknown):
        sessions.get("old")
