"""Opening the database at the newest shape."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from kb.store import open_database


def alembic_config() -> Config:
    """Alembic's settings; there is no ini file to find."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def open_at_head(url: str) -> Engine:
    """Open the database and bring its tables to the newest shape."""
    engine = open_database(url)
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return engine
