"""Killing an import or a publish at any of its write points leaves everything whole."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from hotline.bootstrap import build, open_store
from hotline.settings import Settings
from kb.importing import import_files
from retriever.publishing import publish
from retriever.snapshot_build import FAILPOINTS, sweep

Run = Callable[..., Result]
Forked = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
KILLED = 9
NOW = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
IMPORT_POINTS = (
    "regions",
    *(f"{source}.{part}" for source in ("faqs", "guides") for part in ("source", "retire", "add")),
    "commit",
    "committed",
)
PUBLISH_POINTS = (*FAILPOINTS, "commit", "tidy")
OLD, NEW = "每证20元", "每证30元"


@dataclass(frozen=True)
class Aftermath:
    """Data directories, each with what a kill at one point has left there."""

    folder: Path
    changed: list[Path]  # the files of the import that was killed

    def at(self, point: str) -> Path:
        return self.folder / point


@pytest.fixture(scope="module")
def changed(tiny_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The regions, guides and questions of the tiny base with a change in each."""
    folder = tmp_path_factory.mktemp("changed")
    changes = {"regions": ("老码头", "新码头"), "guides": (OLD, NEW), "faqs": ("糖盒子", "糖罐子")}
    for name, (old, new) in changes.items():
        file = next(file for file in tiny_files if file.stem == name)
        assert old in file.read_text("utf-8")
        (folder / file.name).write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def killed_imports(
    forked: Forked,
    published_dir: Path,
    changed: list[Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Aftermath:
    after = Aftermath(tmp_path_factory.mktemp("imports"), changed)
    jobs = [
        {"data_dir": str(after.at(point)), "files": [*map(str, changed)], "kill_at": point}
        for point in IMPORT_POINTS
    ]
    for point in IMPORT_POINTS:
        shutil.copytree(published_dir, after.at(point))
    assert [job["exit_code"] for job in forked(jobs)] == [KILLED] * len(jobs)
    return after


@pytest.fixture(scope="module")
def killed_publishes(
    forked: Forked,
    published_dir: Path,
    changed: list[Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Aftermath:
    after = Aftermath(tmp_path_factory.mktemp("publishes"), changed)
    base = Path(shutil.copytree(published_dir, after.at("base")))
    store = open_store(Settings(data_dir=base, encoder="hashing"))
    import_files(store, changed, now=NOW, today=NOW.date())
    for point in PUBLISH_POINTS:
        shutil.copytree(base, after.at(point))
    jobs = [{"data_dir": str(after.at(point)), "kill_at": point} for point in PUBLISH_POINTS]
    assert [job["exit_code"] for job in forked(jobs)] == [KILLED] * len(jobs)
    return after


def generation(run: Run, at: Path) -> int:
    done = run("kb", "status", "--json", at=at)
    assert done.exit_code == 0, done.output
    return int(json.loads(done.stdout)["generation"])


def fee(run: Run, at: Path) -> str:
    done = run("ask", "居住卡丢了多少钱", "--json", at=at)
    assert done.exit_code == 0, done.output
    return str(json.loads(done.stdout)["answers"][0]["citations"][0]["quote"])


def draft(run: Run, at: Path) -> tuple[str, str, str]:
    words = (("list",), ("show", "T-CARD"), ("show", "F-1"))
    found = [run("kb", *each, "--draft", "--json", at=at).stdout for each in words]
    return found[0], found[1], found[2]


class TestImport:
    @pytest.mark.parametrize("point", IMPORT_POINTS)
    def test_what_was_served_and_drafted_is_as_before_or_as_after(
        self, run: Run, killed_imports: Aftermath, published_dir: Path, point: str
    ) -> None:
        at = killed_imports.at(point)
        assert generation(run, at) == 1
        assert fee(run, at) == OLD
        before = draft(run, published_dir)
        assert (draft(run, at) == before) is (point != "committed")

    @pytest.mark.parametrize("point", IMPORT_POINTS)
    def test_the_same_import_again_succeeds(
        self, run: Run, killed_imports: Aftermath, point: str
    ) -> None:
        at = killed_imports.at(point)
        done = run("kb", "import", *killed_imports.changed, "--json", at=at)
        assert done.exit_code == 0, done.output
        updated = {
            name: each["updated"] for name, each in json.loads(done.stdout)["sources"].items()
        }
        left = 0 if point == "committed" else 1
        assert updated == {"faqs": left, "guides": left}
        assert run("kb", "publish", at=at).exit_code == 0
        assert (generation(run, at), fee(run, at)) == (2, NEW)


class TestPublish:
    @pytest.mark.parametrize("point", PUBLISH_POINTS)
    def test_the_generation_before_answers_as_ever_until_the_switch(
        self, run: Run, killed_publishes: Aftermath, point: str
    ) -> None:
        at = killed_publishes.at(point)
        switched = point == "tidy"
        assert generation(run, at) == (2 if switched else 1)
        assert fee(run, at) == (NEW if switched else OLD)

    @pytest.mark.parametrize("point", PUBLISH_POINTS)
    def test_the_same_publish_again_succeeds_and_leaves_no_rubbish(
        self, run: Run, killed_publishes: Aftermath, point: str
    ) -> None:
        at = killed_publishes.at(point)
        assert run("kb", "publish", at=at).exit_code == 0
        assert (generation(run, at), fee(run, at)) == (2, NEW)
        snapshots = at / "snapshots"
        assert sorted(each.name for each in snapshots.iterdir()) == ["1", "2"]
        assert sweep(snapshots) == []

    def test_every_write_point_is_in_the_list(
        self, killed_publishes: Aftermath, tmp_path: Path
    ) -> None:
        at = shutil.copytree(killed_publishes.at("base"), tmp_path / "var")
        hotline = build(Settings(data_dir=Path(at), encoder="hashing"))
        reached: list[str] = []
        publish(
            hotline.store,
            hotline.encoder(),
            hotline.places,
            now=NOW,
            failpoint=reached.append,
        )
        assert tuple(reached) == PUBLISH_POINTS


def test_every_write_point_of_an_import_is_in_the_list(changed: list[Path], data_dir: Path) -> None:
    store = open_store(Settings(data_dir=data_dir, encoder="hashing"))
    reached: list[str] = []
    import_files(store, changed, now=NOW, today=NOW.date(), failpoint=reached.append)
    assert sorted(reached) == sorted(IMPORT_POINTS)
