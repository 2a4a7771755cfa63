"""Opening the database: SQLite in WAL mode in the data directory, or any SQLAlchemy URL."""

from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

_WRITES = "hotline_writes"


def open_database(url: str) -> Engine:
    """An engine for the URL; SQLite gets WAL, foreign keys, and waits for other writers."""
    engine = create_engine(url, hide_parameters=True)  # no citizen's words in error messages
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same database for transactions that read before they write.

    SQLite takes the lock for writing at their beginning: one that has read already may not wait
    for it, but fails where another wrote meanwhile.
    """
    return engine.execution_options(**{_WRITES: True})


def _prepare_sqlite(connection: SqliteConnection, _record: Any) -> None:
    # The driver begins transactions by its own rules and leaves reads and changes of tables out
    # of them; `_begin` puts every statement into one, so that a killed one leaves no trace.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 10000")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
