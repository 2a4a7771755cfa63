"""`hotline kb lint` from the terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import Result

Run = Callable[..., Result]
HEADINGS = (
    "事项编码,事项名称,区划,实施主体,受理条件,申请材料,收费标准,办理地点,咨询电话,最近核实日期"
)
ROWS = (
    "X-1,居住登记,云上市,示例局,满16周岁,身份证,不收费,示例路1号大厅,0000-8610101,2026-11-01",
    "X-2,养犬登记,云上市,示例局,满18周岁,身份证,不收费,详见附件,0000-86101,2026-11-01",
)
REGIONS = '{"code": "1", "name": "云上市", "parent": null, "aliases": []}'


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Path:
    """A data directory with two guides, one of them with two faults, published."""
    at = tmp_path / "var"
    (tmp_path / "regions.jsonl").write_text(REGIONS, "utf-8")
    (tmp_path / "guides.csv").write_text("\n".join((HEADINGS, *ROWS)), "utf-8")
    files = (str(tmp_path / "regions.jsonl"), str(tmp_path / "guides.csv"))
    assert run("kb", "import", *files, at=at).exit_code == 0
    assert run("kb", "publish", at=at).exit_code == 0
    return at


def test_faults_are_told_with_their_place_and_the_command_fails(run: Run, filled: Path) -> None:
    done = run("kb", "lint", at=filled)
    assert done.exit_code == 1
    assert "X-2" in done.stdout
    assert "X-1" not in done.stdout
    assert "2 findings: " in done.stdout


def test_as_json_every_finding_has_problem_and_remedy(run: Run, filled: Path) -> None:
    found = json.loads(run("kb", "lint", "--json", at=filled).stdout)
    assert [each["check"] for each in found] == ["phone", "place"]
    assert all(each["problem"] and each["remedy"] for each in found)


def test_a_sound_base_passes(run: Run, filled: Path) -> None:
    done = run("kb", "lint", "--check", "expired", "--check", "own_name", at=filled)
    assert (done.exit_code, done.stdout) == (0, "0 findings\n")


def test_the_work_list_is_a_workbook(run: Run, filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "work.xlsx"
    assert run("kb", "lint", "--xlsx", str(path), at=filled).exit_code == 1
    assert load_workbook(path).worksheets[1].max_row == 3


def test_an_unknown_check_is_refused_with_those_that_exist(run: Run, filled: Path) -> None:
    done = run("kb", "lint", "--check", "speling", at=filled)
    assert done.exit_code == 2
    assert "checks are expired, unverified" in done.stderr


def test_the_draft_can_be_looked_at_before_it_is_published(run: Run, filled: Path) -> None:
    assert run("kb", "lint", "--draft", "--check", "place", at=filled).exit_code == 1
