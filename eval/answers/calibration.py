"""How far P(right) can be trusted: reliability, calibration error, risk against coverage."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.intervals import Interval, draws, percentiles

BINS = 10
_PERFECT_DRAWS = 200
_CURVE = 100  # points of a curve that are kept


def calibration(
    probabilities: Sequence[float], right: Sequence[bool], clusters: Sequence[str]
) -> dict[str, Any]:
    """Everything told of P(right), over what was answered.

    - `reliability`: of each bin of equally many answers in order of P: mean P, share right, n.
    - `ece`: sum over the bins of n_b / n * |share right - mean P| (Naeini, Cooper and Hauskrecht,
      "Obtaining well calibrated probabilities using Bayesian binning", 2015), with bins of equal
      mass (Nguyen and O'Connor, "Posterior calibration and exploratory analysis", 2015).
    - `ece_of_perfect`: what an exact P would show over so few answers, by drawing whether each is
      right with its own P: an error below it says nothing.
    - `risk_coverage`: the share wrong among the c surest, for growing coverage c / n.
    - `aurc`: the mean of that risk over c = 1 … n (Geifman, Uziel and El-Yaniv, "Bias-reduced
      uncertainty estimation for deep neural classifiers", 2019).

    nan where nothing was answered.
    """
    p = np.asarray(probabilities, np.float64)
    correct = np.asarray(right, np.float64)
    order = np.argsort(-p, kind="stable")
    p, correct = p[order], correct[order]
    named = np.asarray(clusters, dtype=str)[order]
    bins = np.array_split(np.arange(len(p)), min(BINS, len(p)) or 1)
    risk = np.cumsum(1 - correct) / np.arange(1, len(p) + 1)
    return {
        "n": len(p),
        "ece": _ece(p, correct, bins),
        "ece_interval": list(_ece_interval(p, correct, bins, named)),
        "ece_of_perfect": _perfect(p, bins),
        "aurc": float(risk.mean()) if len(p) else math.nan,
        "reliability": [
            {"p": float(p[b].mean()), "right": float(correct[b].mean()), "n": len(b)}
            for b in reversed(bins)
            if len(b)
        ],
        "risk_coverage": _curve(risk, p),
    }


def _ece(p: NDArray[np.float64], right: NDArray[np.float64], bins: Sequence[Any]) -> float:
    if not len(p):
        return math.nan
    return sum(abs(float((right[b] - p[b]).sum())) for b in bins) / len(p)


def _ece_interval(
    p: NDArray[np.float64],
    right: NDArray[np.float64],
    bins: Sequence[Any],
    clusters: NDArray[np.str_],
) -> Interval:
    """95 % of the errors of draws of whole items, with the bins of the whole sample."""
    names, of = np.unique(clusters, return_inverse=True)
    if len(names) < 2:  # noqa: PLR2004 - one cluster tells nothing of how clusters vary
        return math.nan, math.nan
    drawn = draws(len(names))
    gaps = np.array([np.bincount(of[b], (right - p)[b], len(names)) for b in bins])
    counts = np.bincount(of, minlength=len(names)) @ drawn
    return percentiles(np.abs(gaps @ drawn).sum(axis=0) / counts)


def _perfect(p: NDArray[np.float64], bins: Sequence[Any]) -> float:
    if not len(p):
        return math.nan
    random = np.random.default_rng(20_260_101)
    return float(
        np.mean(
            [
                _ece(p, (random.random(len(p)) < p).astype(np.float64), bins)
                for _ in range(_PERFECT_DRAWS)
            ]
        )
    )


def _curve(risk: NDArray[np.float64], p: NDArray[np.float64]) -> list[dict[str, float]]:
    if not len(p):
        return []
    places = np.unique(np.linspace(0, len(p) - 1, min(_CURVE, len(p))).astype(int))
    return [
        {"coverage": (n + 1) / len(p), "risk": float(risk[n]), "threshold": float(p[n])}
        for n in places.tolist()
    ]
