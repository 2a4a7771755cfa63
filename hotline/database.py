"""Opening the database at the newest shape."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

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
        with writing(engine).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    return engine
