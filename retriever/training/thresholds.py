"""From which P(right) on one answers, for a stated error rate."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

FloatArray = NDArray[np.float64]
_TRIED = np.arange(0.99, 0.199, -0.01)


def safe_threshold(
    told: FloatArray,
    right: NDArray[np.bool_],
    weights: FloatArray,
    *,
    error: float,
    chance: float,
) -> float:
    """The lowest threshold at which no more than `error` of what is answered is wrong.

    Learn then Test (Angelopoulos, Bates, Candès, Jordan and Lei 2021) by fixed sequence testing:
    thresholds are tried from the highest down while the hypothesis "more than `error` is wrong" is
    refuted by the binomial tail at the level `chance`, so the one that is given back fails with at
    most that probability, over questions like these.

    Args:
        told: P(right) of the first hit of each question, float64 [n].
        right: whether it is right, bool [n].
        weights: what each question counts, float64 [n]; of one that was stated, its share.
        error: 0 to 1.
        chance: 0 to 1.

    Returns:
        a threshold; the highest that is tried where even that is not refuted.
    """
    found = float(_TRIED[0])
    refuted = False
    for threshold in _TRIED:
        answered = told >= threshold
        count = float(weights[answered].sum())
        wrong = float(weights[answered & ~right].sum())
        # P(at most `wrong` of `count`), were each wrong with probability `error`; continuous in
        # both, because weights are.
        holds = count > wrong and betainc(count - wrong, wrong + 1, 1 - error) <= chance
        if not holds and refuted:
            break
        if holds:
            found, refuted = float(threshold), True
    return round(found, 2)
