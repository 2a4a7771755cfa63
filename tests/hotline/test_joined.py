"""One item out of two catalogues, from importing to its page."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from typer.testing import Result

from dialogue.lookup import guide_page
from hotline.bootstrap import build
from hotline.settings import Settings
from kb.records import Guide
from retriever.base import Base
from retriever.results import Query

Run = Callable[..., Result]
REGIONS: tuple[dict[str, str | None], ...] = (
    {"code": "1", "name": "云上市", "parent": None},
    {"code": "2", "name": "雨下市", "parent": None},
)
GUIDES = {
    "云上": ({"item_code": "C-1", "name": "渔船登记", "region": "1", "fee": "免费"},),
    "雨下": (
        {"item_code": "R-5", "name": "办理渔船登记", "region": "2", "fee": "10元"},
        {"item_code": "R-6", "name": "渔船注销登记", "region": "2", "fee": "免费"},
    ),
}


def lines(path: Path, rows: Sequence[Mapping[str, str | None]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


@pytest.fixture
def var(run: Run, tmp_path: Path) -> Path:
    """Two catalogues of which one matter stands in both, imported."""
    files = [lines(tmp_path / "regions.jsonl", REGIONS)]
    files += [lines(tmp_path / f"{source}.jsonl", rows) for source, rows in GUIDES.items()]
    for file in files:
        done = run("kb", "import", file, "--source", file.stem, at=tmp_path / "var")
        assert done.exit_code == 0, done.output
    return tmp_path / "var"


@pytest.fixture
def base(run: Run, var: Path) -> Base:
    done = run("kb", "publish", at=var)
    assert "1 codes are found as the item of another code" in done.stdout, done.output
    found = build(Settings(data_dir=var, encoder="hashing")).live.current()
    assert found is not None
    return found


def test_it_is_found_once(base: Base) -> None:
    hits = base.find(Query(text="办理渔船登记")).hits
    assert {hit.item_code for hit in hits} == {"C-1", "R-6"}
    assert hits[0].item_code == "C-1"


def test_a_region_that_only_the_other_catalogue_has_finds_it(base: Base) -> None:
    hits = base.find(Query(text="办理渔船登记", regions=frozenset({"2"}))).hits
    assert hits[0].item_code == "C-1"


@pytest.mark.parametrize("code", ["C-1", "R-5"])
def test_either_code_gives_the_guides_of_both(base: Base, code: str) -> None:
    guides = [each.record for each in base.records(code)]
    assert [(g.item_code, g.region) for g in guides if isinstance(g, Guide)] == [
        ("C-1", "1"),
        ("C-1", "2"),
    ]
    assert base.name(code) == "渔船登记"


def test_its_page_shows_the_region_that_is_asked_for(base: Base) -> None:
    page = guide_page(base, "C-1", region="雨下市")
    [shown] = page.guides
    assert (shown.source, shown.guide.name) == ("雨下", "办理渔船登记")
    assert [region.name for region in page.other_regions] == ["云上市"]


def test_the_command_lists_what_is_one(run: Run, var: Path) -> None:
    done = run("kb", "joined", "--draft", "--json", at=var)
    assert json.loads(done.stdout) == [{"name": "渔船登记", "codes": ["C-1", "R-5"]}]
    assert json.loads(run("kb", "joined", "--draft", "--apart", "--json", at=var).stdout) == []
    assert run("kb", "joined", at=var).exit_code == 3


def test_what_is_kept_and_exported_keeps_its_code(run: Run, var: Path) -> None:
    assert json.loads(run("kb", "show", "R-5", "--draft", "--json", at=var).stdout)
    told = run("kb", "export", "-", "--draft", "--source", "雨下", at=var).stdout
    assert [json.loads(line)["item_code"] for line in told.splitlines()] == ["R-5", "R-6"]
