"""Templates have Chinese headings and import as they are."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kb.errors import FileRefused
from kb.loading import load
from kb.readers import open_table
from kb.records import RecordKind, kind_of
from kb.regions import Regions
from kb.templates import write_template


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", RecordKind)
def test_a_template_imports_without_problems(
    tmp_path: Path, kind: RecordKind, extension: str
) -> None:
    path = tmp_path / f"模板.{extension}"
    write_template(path, kind)
    result = load(path, None, Regions(()), today=date(2026, 11, 23))
    assert result.problems == ()
    [located] = result.records
    assert kind_of(located.record) is kind
    assert all(not column.isascii() for column in open_table(path).columns)


def test_headings_of_a_workbook_carry_notes(tmp_path: Path) -> None:
    path = tmp_path / "guides.xlsx"
    write_template(path)
    sheet = load_workbook(path).active
    assert sheet["A1"].value == "事项编码"
    assert "必填" in sheet["A1"].comment.text
    assert sheet["A2"].number_format == "@"


def test_other_formats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"Name a \.csv or \.xlsx"):
        write_template(tmp_path / "guides.docx")
    assert list(tmp_path.iterdir()) == []
