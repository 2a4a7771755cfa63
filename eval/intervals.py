"""Intervals of figures: how far chance alone may have moved them, 95 % throughout."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap

CONFIDENCE = 0.95
RESAMPLES = 2000
Interval = tuple[float, float]
UNKNOWN: Interval = (math.nan, math.nan)


def wilson(right: int, of: int) -> Interval:
    """Wilson's score interval of a share of independent cases; nan for none.

    (p + z²/2n ± z * sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n), with p = right/n and z = 1.96
    (Wilson, "Probable inference, the law of succession, and statistical inference", 1927).
    Cases about one item are not independent: there it is too narrow, and `clustered` is right.
    """
    if not of:
        return UNKNOWN
    found = binomtest(right, of).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def clustered(values: NDArray[np.float64], clusters: Sequence[str]) -> list[Interval]:
    """Bootstrap intervals of the means of several measures, drawing whole clusters.

    Items, not cases, are drawn with replacement, as many as there are, `RESAMPLES` times; the
    mean of a draw is the sum over its cases divided by their number, and the interval runs from
    the 2.5th to the 97.5th percentile of the means (Efron, "Bootstrap methods", 1979; Field and
    Welsh, "Bootstrapping clustered data", 2007). The draws are seeded: the same values give the
    same interval.

    Args:
        values: float64 [measures, cases]; nan where a measure says nothing of a case, which is
            then left out of that measure.
        clusters: what each case is about [cases].

    Returns:
        one interval a measure; nan where fewer than two clusters have a value.
    """
    named = np.asarray(clusters, dtype=str)
    found: list[Interval] = [UNKNOWN] * len(values)
    applies = ~np.isnan(values)
    # Measures that say something of the same cases are drawn together.
    for mask in {row.tobytes(): row for row in applies}.values():
        rows = [n for n, row in enumerate(applies) if (row == mask).all()]
        for n, interval in zip(rows, _drawn(values[rows][:, mask], named[mask]), strict=True):
            found[n] = interval
    return found


def _drawn(values: NDArray[np.float64], clusters: NDArray[np.str_]) -> list[Interval]:
    names, of = np.unique(clusters, return_inverse=True)
    if len(names) < 2:  # noqa: PLR2004 - one cluster tells nothing of how clusters vary
        return [UNKNOWN] * len(values)
    sums = np.stack([np.bincount(of, row, len(names)) for row in values])
    counts = np.broadcast_to(np.bincount(of, minlength=len(names)).astype(np.float64), sums.shape)
    found = bootstrap(
        (sums, counts),
        _ratio,
        paired=True,
        vectorized=True,
        axis=-1,
        n_resamples=RESAMPLES,
        batch=max(1, 4_000_000 // sums.size),  # 32 MB an array
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(20_260_101),
    ).confidence_interval
    return [
        (float(low), float(high))
        for low, high in zip(np.atleast_1d(found.low), np.atleast_1d(found.high), strict=True)
    ]


def mcnemar(lost: int, won: int) -> float:
    """The two-sided exact p-value of McNemar's test on pairs that went different ways.

    Under "both are equally good" each of the lost + won changed cases is lost with probability
    1/2, so p is that of a binomial test (McNemar, "Note on the sampling error of the difference
    between correlated proportions", 1947; exact form). 1 where nothing changed.
    """
    changed = lost + won
    return float(binomtest(lost, changed).pvalue) if changed else 1.0


def _ratio(
    sums: NDArray[np.float64], counts: NDArray[np.float64], axis: int = -1
) -> NDArray[np.float64]:
    share: NDArray[np.float64] = sums.sum(axis=axis) / counts.sum(axis=axis)
    return share
