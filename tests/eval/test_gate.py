"""The gate lets through what is good enough, and says why it does not."""

from collections.abc import Callable
from typing import Any

import pytest

from eval.compare import Measured, open_measured
from eval.errors import FigureUnknown
from eval.gate import Floor, figure, floor, held, not_worse

Make = Callable[..., Any]


@pytest.fixture
def measured(oracle: Make, make_case: Make, make_run: Make) -> Callable[..., Measured]:
    def measure(name: str, *wrong: int, of: int = 10) -> Measured:
        cases = [
            make_case(f"{n}", f"问{n}", f"I{n}", tags=("错字",) if n < 4 else ()) for n in range(of)
        ]
        answers = {f"问{n}": (["X"] if n in wrong else [f"I{n}"]) for n in range(of)}
        return open_measured(make_run(name, oracle(answers), cases).path)

    return measure


def verdicts(found: Any) -> list[tuple[str, bool]]:
    return [(each.figure, each.passed) for each in found]


def test_a_floor_is_a_figure_and_a_value() -> None:
    assert floor("R@1=.7") == Floor(figure="R@1", least=0.7)
    assert floor("tag/a=b/R@1=0.5") == Floor(figure="tag/a=b/R@1", least=0.5)


@pytest.mark.parametrize("written", ["R@1", "=.7", "R@1=high", "R@1=nan"])
def test_what_is_no_floor_is_told_how_to_write_one(written: str) -> None:
    with pytest.raises(FigureUnknown, match="FIGURE=VALUE"):
        floor(written)


def test_figures_are_held_against_their_floors(measured: Make) -> None:
    run = measured("run", 0, 1, 9)
    floors = [floor(each) for each in ("R@1=.7", "R@1=.71", "tag/错字/R@1=.5", "tag/错字/MRR=.6")]
    found = list(held(run, floors))
    assert [each.passed for each in found] == [True, False, True, False]
    assert found[1].sentence.startswith("R@1 is 0.7000 (over 10 cases, 0.4")
    assert found[1].sentence.endswith("is below 0.71")


def test_a_figure_of_no_case_never_passes(oracle: Make, make_case: Make, make_run: Make) -> None:
    cases = [make_case("1", "问", expect="unanswerable")]
    run = open_measured(make_run("run", oracle({"问": []}), cases).path)
    assert verdicts(held(run, [floor("R@1=0")])) == [("R@1", False)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("R@7", "It has: R@1, R@3"),
        ("tag/别的/R@1", "It has: tag/"),
        ("colour/red/R@1", "It has: tag"),
        ("tag/错字/R@7", "It has: R@1"),
    ],
)
def test_an_unknown_figure_names_those_that_exist(measured: Make, name: str, said: str) -> None:
    with pytest.raises(FigureUnknown, match=said):
        figure(measured("run").scores, name)


def test_what_is_as_good_passes_and_any_fall_does_not(measured: Make) -> None:
    before = measured("before", 1)
    assert verdicts(not_worse(measured("same", 2), before, ["R@1", "MRR"])) == [
        ("R@1", True), ("MRR", True),
    ]  # fmt: skip
    (worse,) = not_worse(measured("worse", 1, 2), before, ["R@1"])
    assert not worse.passed
    assert "R@1 is 0.8000, worse than 0.9000" in worse.sentence
    assert "1 fell, 0 rose, McNemar p = 1" in worse.sentence
    assert [e.passed for e in not_worse(measured("slack", 1, 2), before, ["R@1"], 0.1)] == [True]


def test_leaving_cases_out_is_no_way_through(measured: Make) -> None:
    found = list(not_worse(measured("fewer", of=6), measured("before", 8, 9), ["R@1"]))
    assert verdicts(found) == [("cases", False), ("R@1", True)]
    assert "4 cases of" in found[0].sentence


def test_a_figure_that_both_lack_is_told(measured: Make) -> None:
    with pytest.raises(FigureUnknown, match="no figure of both runs"):
        list(not_worse(measured("a"), measured("b"), ["R@7"]))
