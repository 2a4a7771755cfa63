"""Every item of the sample base is found by its own name: the check that needs the index."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

pytestmark = pytest.mark.acceptance

PLANTED = Path(__file__).parents[2] / "kb" / "sample" / "planted.toml"


def test_the_published_base_is_clean_but_for_what_is_planted(
    run: Callable[..., Result], sample_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOTLINE_ENCODER")
    told = run("kb", "lint", "--json", at=sample_dir)
    assert told.exit_code == 1, told.output
    found = {
        (each["check"], each["code"], each["region"], each["situation"] or "")
        for each in json.loads(told.stdout)
    }
    planted = {
        (each["check"], each["item_code"], each["region"], each.get("situation", ""))
        for each in tomllib.loads(PLANTED.read_text("utf-8"))["fault"]
    }
    assert found == planted
