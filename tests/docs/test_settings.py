import sqlite3
import tomllib
from pathlib import Path

import pytest
from markdown_page import Page

from hotline.settings import Settings

OPERATIONS = Page.read("docs/operations.md")


def test_the_table_has_every_setting_with_its_default_and_meaning() -> None:
    expected = [
        [
            f"`{name}`",
            f"`HOTLINE_{name.upper()}`",
            "" if field.default is None else f"`{field.default}`",
            field.description or "",
        ]
        for name, field in Settings.model_fields.items()
    ]
    assert OPERATIONS.section("Settings").rows() == expected


def test_the_sample_file_is_read_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sample,) = OPERATIONS.section("Settings").fenced("toml")
    for name in Settings.model_fields:
        monkeypatch.delenv(f"HOTLINE_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    Path("hotline.toml").write_text(sample, encoding="utf-8")

    given = tomllib.loads(sample)
    settings = Settings().model_dump(mode="json")

    assert {name: settings[name] for name in given} == given


def test_the_backup_that_is_described_holds_what_is_not_yet_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (command,) = OPERATIONS.section("Backup").fenced("bash")
    program = command.strip().removeprefix('python3 -c "').removesuffix('"')
    monkeypatch.chdir(tmp_path)
    Path("var").mkdir()
    writer = sqlite3.connect("var/hotline.sqlite")
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE kept (word TEXT)")
    writer.execute("INSERT INTO kept VALUES ('留')")
    writer.commit()

    exec(program, {})

    assert sqlite3.connect("backup.sqlite").execute("SELECT word FROM kept").fetchall() == [("留",)]
    writer.close()
