"""Pictures of runs: what is drawn is what the run says, and the same run is drawn the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from eval.plots import plots, trust
from eval.runs import RunFolder

Make = Callable[..., Any]
ANSWERS = {f"问{n}": ["A"] if n % 4 else ["B"] for n in range(40)}


@pytest.fixture
def folder(oracle: Make, make_case: Make, make_run: Make) -> RunFolder:
    """Forty questions of which ten are wrong, half of them typos."""
    cases = [
        make_case(f"{n}", f"问{n}", "A", tags=("typo",) if n % 2 else ("rare",) if n < 4 else ())
        for n in range(40)
    ]
    found: RunFolder = make_run("run", oracle(ANSWERS), cases)
    return found


def test_the_surest_answers_are_all_answers_in_the_end(folder: RunFolder) -> None:
    told = trust(folder)
    assert told["n"] == 40
    last = told["risk_coverage"][-1]
    assert (last["coverage"], last["risk"]) == (1.0, 0.25)
    assert sum(each["n"] for each in told["reliability"]) == 40


def test_each_run_has_a_line_and_each_kind_with_enough_questions_a_bar(folder: RunFolder) -> None:
    drawn = plots({"ours": folder, "theirs": folder})
    assert list(drawn) == ["reliability.svg", "risk-coverage.svg", "phrasing.svg"]
    assert "theirs" in drawn["risk-coverage.svg"]
    assert "ours (n 40, ECE" in drawn["reliability.svg"]
    assert "typo (20)" in drawn["phrasing.svg"]
    assert "rare" not in drawn["phrasing.svg"]
    assert plots({"ours": folder, "theirs": folder}) == drawn


def test_the_command_writes_them(
    folder: RunFolder, run: Callable[..., Result], tmp_path: Path
) -> None:
    done = run("eval", "plots", "--run", f"ours={folder.path}", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "ours: ECE" in done.stdout
    assert (tmp_path / "out" / "reliability.svg").read_text("utf-8").startswith("<svg")


def test_a_run_without_a_name_is_refused(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("eval", "plots", "--run", "runs/a", "--out", tmp_path).exit_code == 2
