"""Intervals of figures: how far chance alone may have moved them, 95 % throughout."""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

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
    applies = ~np.isnan(values)
    names, of = np.unique(np.asarray(clusters, dtype=str), return_inverse=True)
    sums = _by_cluster(np.where(applies, values, 0.0), of, len(names))
    counts = _by_cluster(applies.astype(np.float64), of, len(names))
    drawn = draws(len(names))
    with np.errstate(invalid="ignore"):  # a draw without a value has no mean
        means = (sums @ drawn) / (counts @ drawn)
    return [
        percentiles(row) if (told > 0).sum() >= 2 else UNKNOWN  # noqa: PLR2004 - see above
        for row, told in zip(means, counts, strict=True)
    ]


@lru_cache(maxsize=64)
def draws(clusters: int) -> NDArray[np.float64]:
    """How often each cluster is drawn in each of `RESAMPLES` draws: [clusters, draws]."""
    if not clusters:
        return np.zeros((0, RESAMPLES))
    random = np.random.default_rng(20_260_101)
    found = random.multinomial(clusters, np.full(clusters, 1 / clusters), RESAMPLES)
    return found.T.astype(np.float64)


def percentiles(drawn: NDArray[np.float64]) -> Interval:
    """The interval that holds the middle 95 % of drawn values; draws without a value are left out."""
    told = drawn[~np.isnan(drawn)]
    if not len(told):
        return UNKNOWN
    low, high = np.percentile(told, (100 * (1 - CONFIDENCE) / 2, 100 * (1 + CONFIDENCE) / 2))
    return float(low), float(high)


def _by_cluster(
    values: NDArray[np.float64], of: NDArray[np.intp], clusters: int
) -> NDArray[np.float64]:
    """Sums over the cases of each cluster: [measures, clusters]."""
    rows = [np.bincount(of, row, clusters) for row in values]
    return np.array(rows, np.float64).reshape(len(values), clusters)


def mcnemar(lost: int, won: int) -> float:
    """The two-sided exact p-value of McNemar's test on pairs that went different ways.

    Under "both are equally good" each of the lost + won changed cases is lost with probability
    1/2, so p is that of a binomial test (McNemar, "Note on the sampling error of the difference
    between correlated proportions", 1947; exact form). 1 where nothing changed.
    """
    changed = lost + won
    return float(binomtest(lost, changed).pvalue) if changed else 1.0
