"""The SQLite file of kept vectors: opened, checked, and set aside when it is damaged."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from retriever.errors import RetrieverError

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_FORMAT = 1  # PRAGMA user_version; another figure means another layout
_WAIT_S = 30.0  # for another process that is writing
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS encoder (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, dimension INTEGER NOT NULL, UNIQUE (name, dimension)
);
CREATE TABLE IF NOT EXISTS vector (
    encoder INTEGER NOT NULL REFERENCES encoder (id), digest BLOB NOT NULL,
    checksum INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY (encoder, digest)
);
"""


class VectorCacheUnusable(RetrieverError):
    """The file of kept vectors cannot be opened, read or written."""


class VectorFile:
    """The file, opened when it is first used. For one thread at a time; processes may share it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def transact(self, action: Callable[[sqlite3.Connection], _T]) -> _T:
        """Do something in one transaction; should the file turn out damaged, again on a new one.

        Raises:
            VectorCacheUnusable: it can be neither read nor made: no right, no room, locked.
        """
        with self._teaching():
            try:
                return self._attempt(action)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._set_aside(error)
                return self._attempt(action)

    def close(self) -> None:
        """Let the file go; the next use opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _attempt(self, action: Callable[[sqlite3.Connection], _T]) -> _T:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _opened(self._path)
        with self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            return action(connection)

    def _set_aside(self, error: Exception) -> None:
        aside = self._path.with_name(f"{self._path.name}.damaged")
        _log.warning(
            "The kept vectors in %s are damaged (%s): set aside as %s; texts are encoded again",
            self._path,
            error,
            aside.name,
        )
        self.close()
        self._path.replace(aside)
        # Left beside a new file, the old log would be played into it.
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    @contextmanager
    def _teaching(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise VectorCacheUnusable(
                f"The kept vectors in {self._path} cannot be used: {error}. Make room and grant the"
                " right to write there, or remove the file: it is made anew from the texts."
            ) from error


def _opened(path: Path) -> sqlite3.Connection:
    # Transactions are begun by hand; the thread that publishes need not be the one that opened.
    connection = sqlite3.connect(
        path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, _FORMAT):
            raise _OtherFormat(f"its format is {found}, not {_FORMAT}")
        connection.executescript(f"{_SCHEMA} PRAGMA user_version = {_FORMAT};")
    except BaseException:
        connection.close()
        raise
    return connection


class _OtherFormat(sqlite3.DatabaseError):
    """The layout is another version's; as good as damaged."""


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    if isinstance(error, _OtherFormat):
        return True
    # An extended code keeps the kind of the error in its low byte.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE
