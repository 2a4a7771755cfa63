"""P(right) held against what was right."""

import math
from typing import Any

import numpy as np
import pytest

from eval.answers.calibration import BINS, calibration


def of(p: list[float], right: list[bool]) -> dict[str, Any]:
    return calibration(p, right, [str(n) for n in range(len(p))])


def test_a_p_that_comes_true_has_no_error() -> None:
    found = of([1.0] * 50 + [0.0] * 50, [True] * 50 + [False] * 50)
    assert found["ece"] == 0
    assert found["ece_of_perfect"] == 0


def test_the_error_is_the_gap_between_p_and_the_share_right() -> None:
    assert of([0.9] * 100, [True, False] * 50)["ece"] == pytest.approx(0.4)


def test_the_error_is_that_of_a_naive_one() -> None:
    random = np.random.default_rng(3)
    p = random.random(101)
    right = random.random(101) < p**2
    order = sorted(range(101), key=lambda n: -p[n])
    sizes = [11] + [10] * 9
    naive, at = 0.0, 0
    for size in sizes:
        chosen = order[at : at + size]
        gap = abs(sum(right[n] for n in chosen) / size - sum(p[n] for n in chosen) / size)
        naive, at = naive + gap * size / 101, at + size
    found = of(p.tolist(), right.tolist())
    assert found["ece"] == pytest.approx(naive)
    assert len(found["reliability"]) == BINS
    low, high = found["ece_interval"]
    assert low < high


def test_risk_is_the_share_wrong_among_the_surest() -> None:
    found = of([0.9, 0.8, 0.7, 0.6], [True, False, True, False])
    assert found["risk_coverage"] == [
        {"coverage": 0.25, "risk": 0.0, "threshold": 0.9},
        {"coverage": 0.5, "risk": 0.5, "threshold": 0.8},
        {"coverage": 0.75, "risk": pytest.approx(1 / 3), "threshold": 0.7},
        {"coverage": 1.0, "risk": 0.5, "threshold": 0.6},
    ]
    assert found["aurc"] == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_a_better_order_has_less_area_under_its_risk() -> None:
    good = of([0.9, 0.8, 0.2, 0.1], [True, True, False, False])["aurc"]
    bad = of([0.9, 0.8, 0.2, 0.1], [False, False, True, True])["aurc"]
    assert good < bad


def test_nothing_answered_has_no_figure() -> None:
    found = of([], [])
    assert all(math.isnan(found[name]) for name in ("ece", "ece_of_perfect", "aurc"))
    assert found["reliability"] == found["risk_coverage"] == []
