"""A life event is an ordered list of steps, out of objects or out of the lines of a cell."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from kb.entries import EntryKind, entries_of
from kb.errors import Problem
from kb.life_events import LifeEvent, LifeEventStep
from kb.loading import Loaded, load
from kb.regions import Regions
from kb.values.event_steps import steps_of

STEPS = [
    {
        "item_code": "X-1",
        "item": "生育登记",
        "who": "夫妻任一方",
        "what": "登记",
        "when": "生育前后",
    },
    {"item": "给孩子起名"},
]


def loaded(path: Path, rows: Sequence[Mapping[str, object]]) -> Loaded:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return load(path, None, Regions(()), today=date(2026, 11, 23))


def problem_of(result: Loaded) -> Problem:
    [problem] = result.errors
    return problem


def test_a_file_of_life_events_is_known_by_its_columns(tmp_path: Path) -> None:
    row = {"event_id": "E-1", "name": "新生儿出生", "aliases": ["生孩子"], "steps": STEPS}
    [located] = loaded(tmp_path / "events.jsonl", [row]).records
    event = located.record
    assert isinstance(event, LifeEvent)
    assert [step.item for step in event.steps] == ["生育登记", "给孩子起名"]
    assert event.text == "1. 生育登记：夫妻任一方；登记；生育前后\n2. 给孩子起名"


def test_a_cell_holds_one_step_a_line() -> None:
    assert steps_of("X-1｜生育登记｜夫妻任一方｜登记｜生育前后\n|给孩子起名\n领证") == (
        LifeEventStep(
            item_code="X-1", item="生育登记", who="夫妻任一方", what="登记", when="生育前后"
        ),
        LifeEventStep(item="给孩子起名"),
        LifeEventStep(item="领证"),
    )


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([{"who": "本人"}], "no name under item"),
        ([{"item": "登记", "wer": "本人"}], "'wer'"),
        (["a|b|c|d|e|f"], "6 parts"),
        ([3], "an object or a line"),
    ],
)
def test_a_bad_step_is_named_with_its_row(tmp_path: Path, steps: object, said: str) -> None:
    row = {"event_id": "E-1", "name": "新生儿出生", "steps": steps}
    problem = problem_of(loaded(tmp_path / "events.jsonl", [row]))
    assert (problem.row, problem.field) == (1, "steps")
    assert said in problem.problem


def test_an_event_without_steps_is_rejected(tmp_path: Path) -> None:
    row = {"event_id": "E-1", "name": "新生儿出生", "steps": []}
    assert problem_of(loaded(tmp_path / "events.jsonl", [row])).field == "steps"


def test_the_whole_list_is_one_entry() -> None:
    event = LifeEvent(
        event_id="E-1", name="退休", intro="分三步。", steps=(LifeEventStep(item="申请"),)
    )
    [entry] = entries_of("source", event)
    assert entry.kind is EntryKind.LIFE_EVENT
    assert entry.item_code == "E-1"
    assert entry.text == "分三步。\n1. 申请"
