import re
import shlex
from pathlib import Path

import pytest
from command_line import command_line
from markdown_page import Page, transcripts

pytestmark = pytest.mark.acceptance

_PROBABILITY = re.compile(r"\b[01]\.\d{3}\b")
# Probabilities are fitted anew at every publish, on vectors that differ by processor.
_MAY_DIFFER = 0.05


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in _PROBABILITY.sub("P", text).strip().splitlines()]


def probabilities(text: str) -> list[float]:
    return [float(each) for each in _PROBABILITY.findall(text)]


(BLOCK,) = Page.read("README.md").fenced("console")
TOLD = dict(transcripts(BLOCK))


@pytest.mark.parametrize("command", TOLD)
def test_the_readme_shows_what_the_command_prints(command: str, sample_dir: Path) -> None:
    program, *arguments = shlex.split(command)
    assert program == ".venv/bin/hotline"
    printed = command_line(*arguments, at=sample_dir)
    assert lines(printed) == lines(TOLD[command])
    assert probabilities(printed) == pytest.approx(probabilities(TOLD[command]), abs=_MAY_DIFFER)


def test_everything_in_the_data_directory_is_told_of(sample_dir: Path) -> None:
    rows = Page.read("docs/operations.md").section("The data directory").rows()
    told = {name.rstrip("/") for row in rows for name in re.findall(r"`([^`]+)`", row[0])}
    kept = {path.name for path in sample_dir.iterdir()}
    assert {re.sub(r"-(wal|shm)$", "", name) for name in kept} <= told
