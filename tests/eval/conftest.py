"""Runs over the sample base with the hashing encoder, and over a few made-up answers."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

# Tests are imported one by one (importlib mode), so what they share is put on the path.
sys.path.insert(0, str(Path(__file__).parent))

from eval.cases import Case
from eval.finding import Found, FoundHit, InProcess, Published
from eval.planning import plan_run
from eval.reading import CaseFile, read_all
from eval.retrieval import run as run_plan
from eval.runs import RunFolder
from eval.scoring import score_folder
from hotline.bootstrap import Hotline, build
from hotline.settings import Settings
from kb.errors import RegionUnknown
from kb.importing import import_files
from kb.records import Record
from retriever.publishing import publish

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
MakeRun = Callable[..., RunFolder]


class Oracle:
    """A finder that answers from a table: question → codes, best first."""

    def __init__(
        self,
        answers: Mapping[str, Sequence[str]],
        records: Sequence[Record] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.generation = 1
        self.by_code: dict[str, list[Record]] | None = None
        self.names = names or {}
        if records is not None:
            self.by_code = {}
            for record in records:
                self.by_code.setdefault(record.key[0], []).append(record)

    def published(self) -> Published:
        return Published(generation=1, digest="d" * 64, encoder="oracle", records=3)

    def region_code(self, region: str) -> str:
        if region == "东岛区":
            return "990101"
        raise RegionUnknown(region, ("东岛区",), ambiguous=False)

    def records(self) -> Mapping[str, Sequence[Record]] | None:
        return self.by_code

    def find(self, question: str, *, region: str | None, k: int) -> Found:
        self.asked.append(question)
        hits = tuple(
            FoundHit(
                code=code,
                name=self.names.get(code, code),
                kind="item",
                entry_id=f"{code}.item",
                region=region,
                element=None,
                probability=0.5,
                says=code,
            )
            for code in self.answers[question]
        )
        return Found(
            generation=self.generation, hits=hits[:k], rejected=hits[k:], timings_ms={"search": 1.0}
        )


def case(name: str, question: str, *gold: str, **more: Any) -> Case:
    return Case(id=name, turns=(question,), gold=gold, place="考题.jsonl, row 1", **more)


@pytest.fixture(scope="session")
def make_case() -> Callable[..., Case]:
    return case


@pytest.fixture(scope="session")
def oracle() -> type[Oracle]:
    return Oracle


@pytest.fixture
def make_run(tmp_path: Path) -> MakeRun:
    """Run cases against a finder into a folder of this test, scored."""

    def make(name: str, finder: Any, cases: Sequence[Case], **options: Any) -> RunFolder:
        folder = RunFolder(tmp_path / name)
        file = CaseFile(paths=(tmp_path / "考题.jsonl",), cases=tuple(cases))
        settings = {"k": 3, "jobs": 1, "limit": None, "told": {}, **options}
        run_plan(plan_run(file, finder, **settings), finder, folder, now=lambda: NOW)
        score_folder(folder)
        return folder

    return make


@pytest.fixture(scope="session")
def sample_cases() -> CaseFile:
    """The questions written for the sample base."""
    return read_all(sorted((ROOT / "tests" / "data").glob("sample_questions_*.jsonl")))


@pytest.fixture(scope="session")
def sample_files() -> list[Path]:
    folder = ROOT / "kb" / "sample"
    return [*sorted(folder.glob("*.jsonl")), *sorted(folder.glob("guides/*.jsonl"))]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_files: list[Path]) -> Hotline:
    """The sample base, published with the hashing encoder; only to be read."""
    data_dir = tmp_path_factory.mktemp("sample")
    hotline = build(Settings(data_dir=data_dir, encoder="hashing"), clock=lambda: NOW)
    done = import_files(hotline.store, sample_files, now=NOW, today=NOW.date())
    assert done.applied
    publish(hotline.store, hotline.encoder(), hotline.places, now=NOW)
    return hotline


@pytest.fixture(scope="session")
def sample_run(
    tmp_path_factory: pytest.TempPathFactory, sample: Hotline, sample_cases: CaseFile
) -> Iterator[RunFolder]:
    """The baseline: every sample question asked, scored."""
    folder = RunFolder(tmp_path_factory.mktemp("baseline") / "run")
    finder = InProcess(sample.assistant, sample.store)
    plan = plan_run(sample_cases, finder, k=10, jobs=2, limit=None, told={})
    run_plan(plan, finder, folder, now=lambda: NOW)
    score_folder(folder)
    yield folder
    shutil.rmtree(folder.path)


@pytest.fixture(scope="session")
def asked_anew() -> Callable[..., list[dict[str, Any]]]:
    """Lines of a run without the times, in which alone two runs of one thing may differ."""

    def without_times(folder: RunFolder) -> list[dict[str, Any]]:
        return [{k: v for k, v in line.items() if k != "timings_ms"} for line in folder.lines()]

    return without_times


@pytest.fixture(scope="session")
def regold() -> Callable[[Case, tuple[str, ...]], Case]:
    return lambda each, gold: replace(each, gold=gold)
