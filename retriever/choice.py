"""P(right): which of the items that were found is meant, or none of them.

A conditional logit (McFadden, "Conditional logit analysis of qualitative choice behavior", 1974):
what speaks for an item makes a utility u = w · x, none of them has the utility of its own, and
    P(item) = exp(u_item) / (exp(u_none) + sum over all items exp(u)).
So ten siblings that are equally near get a tenth each. The first one's P is then moved by Platt's
line, logit P' = shift + stretch * logit P ("Probabilistic outputs for support vector machines",
1999), because two items may be right at once while the softmax makes them share.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from retriever.features import FEATURES

FloatArray = NDArray[np.float64]
# What no question of a training can show: a question that stands in the base word for word.
VERBATIM = 8.0
_SURE = 1 - 1e-9


@dataclass(frozen=True, kw_only=True)
class Choice:
    """选择模型: weights of what speaks for items, and from which P(right) on one acts."""

    weights: Mapping[str, float]  # of `FEATURES`
    nothing: float  # utility of none of the items
    shift: float = 0.0
    stretch: float = 1.0
    answer_at: float = 0.6  # P(right) from which a hit is answered
    offer_at: float = 0.05  # P(right) from which a hit is worth offering

    def __post_init__(self) -> None:
        if unknown := set(self.weights) ^ set(FEATURES):
            raise ValueError(f"weights of other features than are known: {sorted(unknown)}")

    @cached_property
    def _vector(self) -> FloatArray:
        return np.array([self.weights[name] for name in FEATURES])

    def utilities(self, values: FloatArray) -> FloatArray:
        """float64 [n] of values float64 [n, FEATURES]."""
        found: FloatArray = values @ self._vector
        return found

    def probabilities(self, utilities: FloatArray) -> FloatArray:
        """P(right) of items, float64 [n], given the utilities of all of them, best first."""
        if not len(utilities):
            return utilities
        shares = softmax(utilities, self.nothing)
        moved = self.moved(float(shares[0]))
        rest = shares[1:]
        # None of the others is likelier than what the first one leaves.
        shares[1:] = np.minimum(rest, (1.0 - moved) * rest / max(float(rest.sum()), 1e-12))
        shares[0] = moved
        return shares

    def moved(self, share: float) -> float:
        """P(right) of the first item, given its share."""
        share = min(max(share, 1 - _SURE), _SURE)
        return float(1 / (1 + np.exp(-self.shift - self.stretch * np.log(share / (1 - share)))))


def softmax(utilities: FloatArray, nothing: float) -> FloatArray:
    """The share of each item, float64 [n], where none of them has a share too."""
    highest = max(float(utilities.max()), nothing)
    powers = np.exp(utilities - highest)
    shares: FloatArray = powers / (powers.sum() + np.exp(nothing - highest))
    return shares
