"""Two guides of one place that contradict each other, as one pair of the sample base does."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

pytestmark = pytest.mark.acceptance


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("买了二手房，水费过户要交钱吗", "handoff_conflict"),
        ("自来水过户更名要几天", "answered"),  # on which they agree
    ],
)
def test_what_they_contradict_each_other_in_is_handed_to_a_person(
    run: Callable[..., Result],
    sample_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
    status: str,
) -> None:
    monkeypatch.delenv("HOTLINE_ENCODER")
    told = run("ask", question, "--json", at=sample_dir)
    assert json.loads(told.stdout)["status"] == status, told.output
