"""Opening the database at the newest shape."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from kb.store import open_database, writing


def alembic_config() -> Config:
    """Alembic's settings; there is no ini file to find."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def open_at_head(url: str) -> Engine:
    """Open the database and bring its tables to the newest shape."""
    engine = open_database(url)
    config = alembic_config()
    with engine.connect() as connection:
        shape = MigrationContext.configure(connection).get_current_heads()
    if set(shape) != set(ScriptDirectory.from_config(config).get_heads()):
        with (
            writing(engine).connect() as connection,
            _without_foreign_keys(connection),
            connection.begin(),
        ):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    return engine


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it and dropping the old one, to which rows still point."""
    raw = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or raw is None:
        yield
        return
    raw.execute("PRAGMA foreign_keys=OFF")  # of no effect once a transaction has begun
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
