"""What breaks the guides, or the deciding, makes a named figure of the answers fall."""

import json
from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dialogue.store import MemorySessions
from eval.answers.asking import run
from eval.answers.scoring import score_folder
from eval.callers import InProcessCaller
from eval.cases import Case
from eval.compare import compare, open_measured
from eval.gate import figure as named_figure
from eval.gate import floor, held
from eval.generation import Kind, Published, Wanted, produce
from eval.planning import plan_run
from eval.reading import CaseFile
from eval.runs import RunFolder
from hotline.bootstrap import Hotline, build
from hotline.settings import Settings
from kb.importing import import_files
from retriever.publishing import publish

NOW = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
Row = dict[str, Any]
Change = Callable[[list[Row]], None]
Measure = Callable[..., RunFolder]


def nothing(_: list[Row]) -> None:
    """The guides as they are."""


def swapped_phones(rows: list[Row]) -> None:
    """Two districts have each other's telephone."""
    east, west = (row for row in rows if row["item_code"] == "T-BOAT")
    east["phone"], west["phone"] = west["phone"], east["phone"]


def dropped_material(rows: list[Row]) -> None:
    """A list lacks its last document."""
    row = next(row for row in rows if len(row.get("materials", ())) > 1)
    row["materials"] = row["materials"][:-1]


def aged_guide(rows: list[Row]) -> None:
    """A guide has run out."""
    next(row for row in rows if row["item_code"] == "T-KITE")["valid_until"] = "2025-12-31"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, tiny_files: list[Path]
) -> Callable[..., Hotline]:
    """The tiny base as it is served after its guides were changed; each change is published once."""
    made: dict[str, Hotline] = {}

    def serve(change: Change = nothing) -> Hotline:
        if change.__name__ not in made:
            folder = tmp_path_factory.mktemp(change.__name__)
            files = [_changed(path, change, folder) for path in tiny_files]
            hotline = build(
                Settings(data_dir=folder / "var", encoder="hashing"),
                clock=lambda: NOW,
                sessions=MemorySessions(),
            )
            import_files(hotline.store, files, now=NOW, today=NOW.date())
            publish(hotline.store, hotline.encoder(), hotline.places, now=NOW)
            made[change.__name__] = hotline
        return made[change.__name__]

    return serve


def _answering_from(hotline: Hotline, answer_at: float) -> Hotline:
    """The same base, answered from another P(right) on."""
    base = copy(hotline.live.current())
    assert base is not None
    vars(base).pop("answer_at", None)
    base.__class__ = type("Moved", (type(base),), {"answer_at": answer_at})
    other = build(
        hotline.settings, encoders=hotline.encoders, clock=lambda: NOW, sessions=MemorySessions()
    )
    other.live.current = lambda: base  # type: ignore[method-assign]
    return other


def _changed(path: Path, change: Change, folder: Path) -> Path:
    if path.stem != "guides":
        return path
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(rows)
    written = folder / path.name
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    written.write_text(text, encoding="utf-8")
    return written


@pytest.fixture(scope="module")
def cases(served: Callable[..., Hotline]) -> tuple[Case, ...]:
    """Cases made from the guides as they are: these are the truth."""
    store = served().store
    records = [each.record for each in store.records(store.generations.live())]
    base = Published(records, store.regions(), date(2026, 5, 6))
    wanted = Wanted(n=90, kinds=(Kind.OFFICIAL,), unanswerable=0)
    return produce(base, wanted).cases


@pytest.fixture(scope="module")
def measured(
    served: Callable[..., Hotline],
    cases: tuple[Case, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Measure:
    def measure(
        change: Change = nothing, name: str | None = None, answer_at: float | None = None
    ) -> RunFolder:
        hotline = served(change) if answer_at is None else _answering_from(served(), answer_at)
        caller = InProcessCaller(hotline.assistant, hotline.store)
        file = CaseFile(paths=(Path("考题.jsonl"),), cases=cases)
        plan = plan_run(file, caller, k=None, jobs=1, limit=None, told={}, command="answers")
        folder = RunFolder(tmp_path_factory.mktemp("runs") / (name or change.__name__))
        run(plan, caller, folder, now=lambda: NOW)
        score_folder(folder)
        return folder

    return measure


@pytest.fixture(scope="module")
def before(measured: Measure) -> RunFolder:
    return measured()


def figure(folder: RunFolder, name: str) -> float:
    return float(named_figure(folder.scores(), name)["value"])


def fallen(before: RunFolder, after: RunFolder, at: str) -> set[str]:
    """What the cases were about that fell: item and element."""
    flips = compare(open_measured(before.path), open_measured(after.path), at).lost
    lines = {line["id"]: line for line in after.lines()}
    return {f"{lines[flip.case]['gold'][0]} {lines[flip.case]['element']}" for flip in flips}


def test_nothing_changed_is_equal(measured: Measure, before: RunFolder) -> None:
    assert figure(before, "exact_after") > 0.9
    again = measured(name="again")
    assert compare(open_measured(before.path), open_measured(again.path)).is_equal


def test_swapped_telephones_of_two_districts_make_phones_fall(
    measured: Measure, before: RunFolder
) -> None:
    after = measured(swapped_phones)
    assert fallen(before, after, "exact_after") == {"T-BOAT phone"}
    name = "element/phone/exact_after"
    assert figure(after, name) < figure(before, name)
    (verdict,) = held(open_measured(after.path), [floor(f"{name}={figure(before, name)}")])
    assert not verdict.passed


def test_a_dropped_document_makes_materials_fall(measured: Measure, before: RunFolder) -> None:
    after = measured(dropped_material)
    assert fallen(before, after, "exact_after") == {"T-CARD materials"}
    name = "element/materials/exact_after"
    assert figure(after, name) < figure(before, name)


def test_an_aged_guide_makes_the_right_answers_fall(measured: Measure, before: RunFolder) -> None:
    after = measured(aged_guide)
    lost = fallen(before, after, "exact_after")
    assert {each.split()[0] for each in lost} == {"T-KITE"}
    assert figure(after, "exact_after") < figure(before, "exact_after")


def test_a_raised_threshold_makes_what_is_answered_fall(
    cases: tuple[Case, ...], served: Callable[..., Hotline], measured: Measure
) -> None:
    lenient, strict = (
        measured(answer_at=threshold, name=f"at-{threshold}") for threshold in (0.0, 0.999)
    )
    assert figure(lenient, "answered") > figure(strict, "answered") + 0.5
    found = compare(open_measured(lenient.path), open_measured(strict.path), "answered")
    change = next(each for each in found.changes if each.measure == "answered")
    assert change.is_told_from_chance
    assert change.p is not None
    assert change.p < 0.001
