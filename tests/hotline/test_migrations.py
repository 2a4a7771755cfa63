"""One history of the tables; what it makes is what the code says."""

import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from alembic import command, op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, inspect

import dialogue.store.schema
import kb.store.schema
from hotline.database import alembic_config, open_at_head
from kb.store import open_database

METADATA = (kb.store.schema.metadata, dialogue.store.schema.metadata)


def url(tmp_path: Path, name: str = "a") -> str:
    return f"sqlite:///{tmp_path / name}.sqlite"


def differences(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        together = MetaData()
        for each in METADATA:
            for table in each.tables.values():
                table.to_metadata(together)
        return list(compare_metadata(context, together))


def tables(engine: Engine) -> dict[str, Any]:
    found = inspect(engine)
    return {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)),
            sorted(str(each["constrained_columns"]) for each in found.get_foreign_keys(name)),
            sorted(str(each["column_names"]) for each in found.get_unique_constraints(name)),
            sorted(str(each["column_names"]) for each in found.get_indexes(name)),
        )
        for name in found.get_table_names()
        if name != "alembic_version"
    }


def test_the_migrations_make_the_tables_that_the_code_says(tmp_path: Path) -> None:
    assert differences(open_at_head(url(tmp_path))) == []


def test_they_make_the_same_tables_as_the_schema_itself(tmp_path: Path) -> None:
    by_schema = open_database(url(tmp_path, "schema"))
    for metadata in METADATA:
        metadata.create_all(by_schema)
    assert tables(by_schema) == tables(open_at_head(url(tmp_path, "migrated")))


def test_a_difference_would_be_seen(tmp_path: Path) -> None:
    engine = open_at_head(url(tmp_path))
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE live ADD COLUMN extra TEXT")
        connection.exec_driver_sql("DROP INDEX ix_record_code_since")
    assert len(differences(engine)) == 2


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    before = tables(open_at_head(url(tmp_path)))
    assert tables(open_at_head(url(tmp_path))) == before


def test_the_way_back_leaves_no_table(tmp_path: Path) -> None:
    engine = open_at_head(url(tmp_path))
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert tables(engine) == {}
    assert differences(open_at_head(url(tmp_path))) == []


def test_a_migration_that_fails_half_way_leaves_no_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = op.create_table

    def fail_at_turn(name: str, *rest: Any, **options: Any) -> Any:
        if name == "turn":
            raise RuntimeError("killed")
        return made(name, *rest, **options)

    monkeypatch.setattr(op, "create_table", fail_at_turn)
    with pytest.raises(RuntimeError):
        open_at_head(url(tmp_path))
    monkeypatch.undo()
    assert tables(open_database(url(tmp_path))) == {}
    assert differences(open_at_head(url(tmp_path))) == []


def test_two_that_open_a_new_database_at_once_both_can(tmp_path: Path) -> None:
    """The first start of a server beside the first import."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        assert pool.map(_open, [url(tmp_path)] * 6, chunksize=1) == [True] * 6


def _open(database: str) -> bool:
    return "record" in tables(open_at_head(database))


def test_a_database_with_conversations_of_an_older_shape_is_brought_up(tmp_path: Path) -> None:
    engine = open_at_head(url(tmp_path))
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        command.downgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO session (id, token_hash, channel, state, created_at) "
            "VALUES ('s', 'h', 'web', '{}', '2026-11-01 08:00:00')"
        )
        connection.exec_driver_sql(
            "INSERT INTO turn (id, session_id, seq, question, body, created_at) "
            "VALUES ('t', 's', 1, '问', '{}', '2026-11-01 08:00:01')"
        )
    engine.dispose()
    upgraded = open_at_head(url(tmp_path))
    assert differences(upgraded) == []
    with upgraded.connect() as connection:
        [(touched,)] = connection.exec_driver_sql("SELECT touched_at FROM session").fetchall()
        [(question,)] = connection.exec_driver_sql("SELECT question FROM turn").fetchall()
        assert (touched, question) == ("2026-11-01 08:00:00", "问")
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
