"""Two runs side by side: equal when equal, and which cases went which way when not."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.cases import Case
from eval.compare import Measured, compare, open_measured
from eval.errors import RunUnusable

Make = Callable[..., Any]


@pytest.fixture
def cases(make_case: Make) -> list[Case]:
    return [make_case(f"{n}", f"问{n}", f"I{n}") for n in range(20)]


def answers(*wrong: int) -> dict[str, list[str]]:
    return {f"问{n}": (["X", f"I{n}"] if n in wrong else [f"I{n}", "X"]) for n in range(20)}


@pytest.fixture
def measured(oracle: Make, cases: list[Case], make_run: Make) -> Callable[..., Measured]:
    return lambda name, *wrong: open_measured(
        make_run(name, oracle(answers(*wrong), names={"X": "别的"}), cases).path
    )


def test_two_runs_of_one_thing_are_equal(measured: Make) -> None:
    found = compare(measured("a", 3), measured("b", 3))
    assert found.is_equal
    assert found.same_hits is True
    assert all(change.p in (1.0, None) for change in found.changes)


def test_lost_and_won_cases_are_told_with_what_was_found(measured: Make) -> None:
    found = compare(measured("a", 1, 2), measured("b", 2, 3, 4, 5))
    assert not found.is_equal
    assert [flip.case for flip in found.won] == ["1"]
    assert [flip.case for flip in found.lost] == ["3", "4", "5"]
    lost = found.lost[0]
    assert (lost.question, lost.gold, lost.rank_before, lost.rank_after) == ("问3", ("I3",), 1, 2)
    assert (lost.before, lost.after) == ("I3", "别的")


def test_the_figures_are_paired(measured: Make) -> None:
    changes = {
        change.measure: change
        for change in compare(measured("a"), measured("b", *range(8))).changes
    }
    first = changes["R@1"]
    assert (first.before, first.after, first.lost, first.won) == (1.0, 0.6, 8, 0)
    assert first.p == pytest.approx(2 / 2**8)
    assert first.difference[0] < -0.4 < first.difference[1] < 0
    assert first.is_told_from_chance
    assert changes["MRR"].after == pytest.approx(1 - 8 / 40)
    assert changes["MRR"].p is None
    assert not changes["R@3"].is_told_from_chance


def test_other_hits_behind_the_first_are_no_equality(
    oracle: Make, cases: list[Case], make_run: Make
) -> None:
    other = {question: [*codes[:1], "Y"] for question, codes in answers().items()}
    found = compare(
        open_measured(make_run("a", oracle(answers()), cases).path),
        open_measured(make_run("b", oracle(other), cases).path),
    )
    assert not found.lost
    assert not found.won
    assert not found.is_equal


def test_only_cases_that_both_have_and_judge_alike_are_compared(
    oracle: Make, cases: list[Case], make_run: Make, regold: Make
) -> None:
    other = [regold(cases[0], ("X",)), *cases[2:]]
    found = compare(
        open_measured(make_run("a", oracle(answers()), cases).path),
        open_measured(make_run("b", oracle(answers()), other).path),
    )
    assert found.cases == 18
    assert found.only_before == ("1",)
    assert found.judged_otherwise == ("0",)
    assert not found.is_equal


def test_figures_that_were_kept_alone_can_be_compared_with(
    measured: Make, oracle: Make, cases: list[Case], make_run: Make, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes((make_run("a", oracle(answers(1)), cases).path / "scores.json").read_bytes())
    assert compare(open_measured(kept), measured("b", 1)).is_equal
    found = compare(open_measured(kept), measured("c", 1, 2))
    assert found.same_hits is None
    assert [(flip.case, flip.before, flip.after) for flip in found.lost] == [("2", None, "别的")]


def test_runs_without_a_common_case_or_measure_are_refused(
    oracle: Make, cases: list[Case], make_run: Make
) -> None:
    a = open_measured(make_run("a", oracle(answers()), cases[:5]).path)
    b = open_measured(make_run("b", oracle(answers()), cases[5:]).path)
    with pytest.raises(RunUnusable, match="0 cases"):
        compare(a, b)
    with pytest.raises(RunUnusable, match="R@7"):
        compare(a, a, "R@7")
    with pytest.raises(RunUnusable, match="There is no run"):
        open_measured(Path("nowhere"))


def test_one_item_alone_has_no_interval(oracle: Make, cases: list[Case], make_run: Make) -> None:
    one = open_measured(make_run("a", oracle(answers()), cases[:1]).path)
    (change, *_) = compare(one, one).changes
    assert math.isnan(change.difference[0])
    assert not change.is_told_from_chance
