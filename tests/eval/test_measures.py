"""Measures equal what a person works out by hand, and nothing to average is nan."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.intervals import clustered, mcnemar, wilson
from eval.measures import evaluate, mean, measure_names, percentiles
from eval.scoring import score_rankings

# The right code third; first of two right ones second and the other fifth; nothing right; nothing.
RANKINGS = {
    "third": ["x", "y", "a"],
    "two": ["x", "a", "y", "z", "b"],
    "none": ["x", "y"],
    "empty": [],
}
GOLDS = {"third": ["a"], "two": ["a", "b"], "none": ["a"], "empty": ["a"], "silent": ["a"]}


class TestByHand:
    values = evaluate(RANKINGS, GOLDS, 10)

    def test_recall_is_one_where_any_right_code_is_among_the_first(self) -> None:
        found = [[self.values[c][f"R@{k}"] for k in (1, 3, 5, 10)] for c in GOLDS]
        assert found == [[0, 1, 1, 1], [0, 1, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]

    def test_reciprocal_rank(self) -> None:
        assert [self.values[c]["MRR"] for c in GOLDS] == pytest.approx([1 / 3, 1 / 2, 0, 0, 0])

    def test_ndcg(self) -> None:
        # third: 1/log2(4) over 1/log2(2) = .5
        # two: (1/log2(3) + 1/log2(6)) / (1/log2(2) + 1/log2(3)) = 1.0178 / 1.6309
        assert self.values["third"]["nDCG"] == pytest.approx(0.5)
        assert self.values["two"]["nDCG"] == pytest.approx(0.62405, abs=1e-5)

    def test_average_precision(self) -> None:
        # two: (1/2 + 2/5) / 2
        assert self.values["third"]["MAP"] == pytest.approx(1 / 3)
        assert self.values["two"]["MAP"] == pytest.approx(0.45)

    def test_the_figures_are_their_means(self) -> None:
        figures = score_rankings(RANKINGS, GOLDS, 10)
        assert figures["R@1"]["value"] == 0
        assert figures["R@3"]["value"] == pytest.approx(2 / 5)
        assert figures["MRR"]["value"] == pytest.approx((1 / 3 + 1 / 2) / 5)
        assert {each["n"] for each in figures.values()} == {5}


class TestDepth:
    def test_codes_behind_the_depth_do_not_count(self) -> None:
        cut = evaluate(RANKINGS, GOLDS, 2)
        assert cut["third"] == dict.fromkeys(measure_names(2), 0.0)
        assert cut["two"]["MAP"] == pytest.approx(1 / 4)

    @pytest.mark.parametrize(
        ("k", "first"),
        [(1, ("R@1",)), (5, ("R@1", "R@3", "R@5")), (20, ("R@1", "R@3", "R@5", "R@10", "R@20"))],
    )
    def test_names_end_at_the_depth(self, k: int, first: tuple[str, ...]) -> None:
        assert measure_names(k) == (*first, "MRR", "nDCG", "MAP")
        assert tuple(evaluate({"a": ["x"]}, {"a": ["x"]}, k)["a"]) == measure_names(k)

    def test_order_is_kept_however_many_there_are(self) -> None:
        codes = [f"{n:04}" for n in range(1000)]
        assert evaluate({"a": codes}, {"a": ["0999"]}, 1000)["a"]["MRR"] == pytest.approx(1 / 1000)


class TestNothingToAverage:
    def test_is_nan(self) -> None:
        assert math.isnan(mean([]))
        assert all(math.isnan(each) for each in percentiles([]).values())
        assert all(math.isnan(each) for each in wilson(0, 0))

    def test_cases_without_gold_are_left_out(self) -> None:
        assert evaluate({"a": ["x"]}, {"a": []}, 5) == {}
        figures = score_rankings({"a": ["x"]}, {"a": []}, 5)
        assert math.isnan(figures["R@1"]["value"])
        assert all(math.isnan(each) for each in figures["R@1"]["wilson"])
        assert figures["R@1"]["n"] == 0


rankings = st.dictionaries(
    st.text("abc", min_size=1), st.lists(st.sampled_from("pqrstuvw"), unique=True), min_size=1
)


@given(rankings)
def test_every_measure_is_a_share_and_recall_grows_with_depth(found: dict[str, list[str]]) -> None:
    for values in evaluate(found, {case: ["p"] for case in found}, 10).values():
        assert all(0 <= value <= 1 + 1e-9 for value in values.values())
        assert values["R@1"] <= values["R@3"] <= values["R@5"] <= values["R@10"]
        assert values["MAP"] == pytest.approx(values["MRR"])  # of a single right code


class TestWilson:
    def test_it_equals_the_textbook(self) -> None:
        # 81 of 263 with z = 1.96: .2553 to .3662 (Newcombe 1998, table I, method 3)
        assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)

    def test_it_stays_between_nought_and_one(self) -> None:
        assert wilson(0, 5)[0] == 0
        assert wilson(5, 5)[1] == 1


class TestClustered:
    def test_cases_of_one_item_widen_the_interval(self) -> None:
        values = np.repeat(np.arange(40) % 2, 10).astype(np.float64)[None]
        by_item = clustered(values, [str(n // 10) for n in range(400)])[0]
        by_case = clustered(values, [str(n) for n in range(400)])[0]
        assert by_item[1] - by_item[0] > 2 * (by_case[1] - by_case[0])
        assert by_item[0] < 0.5 < by_item[1]

    def test_it_is_near_wilson_where_every_case_is_its_own_item(self) -> None:
        values = np.array([[1.0] * 70 + [0.0] * 30])
        found = clustered(values, [str(n) for n in range(100)])[0]
        assert found == pytest.approx(wilson(70, 100), abs=0.02)

    def test_the_same_values_give_the_same_interval(self) -> None:
        values = np.random.default_rng(3).random((2, 30))
        names = [str(n % 7) for n in range(30)]
        assert clustered(values, names) == clustered(values, names)

    def test_one_item_tells_nothing(self) -> None:
        assert all(math.isnan(each) for each in clustered(np.ones((1, 3)), ["a"] * 3)[0])
        assert all(math.isnan(each) for each in clustered(np.ones((1, 0)), [])[0])


class TestMcNemar:
    @pytest.mark.parametrize(
        ("lost", "won", "p"),
        # 2 * (C(10,0) + C(10,1)) / 2**10; and no change at all
        [(1, 9, 22 / 1024), (9, 1, 22 / 1024), (5, 5, 1.0), (0, 0, 1.0), (0, 1, 1.0)],
    )
    def test_it_is_a_fair_coin(self, lost: int, won: int, p: float) -> None:
        assert mcnemar(lost, won) == pytest.approx(p)


def test_percentiles_are_interpolated() -> None:
    found = percentiles([float(n) for n in range(1, 101)])
    assert found["p50"] == pytest.approx(50.5)
    assert found["p95"] == pytest.approx(95.05)
    assert found["max"] == 100
    assert found["mean"] == pytest.approx(50.5)
