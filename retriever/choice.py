"""P(right): which of the items that were found is meant, or none of them.

A conditional logit (McFadden, "Conditional logit analysis of qualitative choice behavior", 1974):
what speaks for an item makes a utility u = w · x, none of them has the utility of its own, and
    P(item) = exp(u_item) / (exp(u_none) + sum over all items exp(u)).
So ten siblings that are equally near get a tenth each. The first one's P is then moved by Platt's
line, logit P' = shift + stretch * logit P ("Probabilistic outputs for support vector machines",
1999), because two items may be right at once while the softmax makes them share. What an item is
known by has a line of its own: an item with everyday questions shares with others that are right
too, one of a catalogue of names with siblings that are not, and a passage with whatever is not
about it at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from retriever.features import FEATURES

FloatArray = NDArray[np.float64]
# What no question of a training can show: a question that stands in the base word for word.
VERBATIM = 8.0
_SURE = 1 - 1e-9
_NEAR, _NEAR3 = FEATURES.index("near"), FEATURES.index("near3")
_NAMED = FEATURES.index("named")
_POLICY, _ALONE = FEATURES.index("policy"), FEATURES.index("faq_alone")


class KnownBy(StrEnum):
    """What an item is found by, as far as it matters to how sure one may be."""

    WORDS = "words"  # its name, other names, questions, situations
    NAME = "name"  # alone
    ANSWER = "answer"  # alone
    PASSAGE = "passage"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """选择模型: weights of what speaks for items, and from which P(right) on one acts."""

    weights: Mapping[str, float]  # of `FEATURES`
    nothing: float  # utility of none of the items
    shift: float = 0.0
    stretch: float = 1.0
    # (shift, stretch) of what has a line of its own, by `KnownBy`
    lines: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    answer_at: float = 0.6  # P(right) from which a hit is answered
    offer_at: float = 0.05  # P(right) from which a hit is worth offering

    def __post_init__(self) -> None:
        if unknown := set(self.weights) - set(FEATURES):
            raise ValueError(f"weights of other features than are known: {sorted(unknown)}")

    @cached_property
    def _vector(self) -> FloatArray:
        # A feature that is younger than the choice says nothing to it.
        return np.array([self.weights.get(name, 0.0) for name in FEATURES])

    def utilities(self, values: FloatArray) -> FloatArray:
        """float64 [n] of values float64 [n, FEATURES]."""
        found: FloatArray = values @ self._vector
        return found

    def probabilities(self, utilities: FloatArray, first: KnownBy = KnownBy.WORDS) -> FloatArray:
        """P(right) of items, float64 [n], given the utilities of all of them, best first."""
        if not len(utilities):
            return utilities
        shares = softmax(utilities, self.nothing)
        moved = self.moved(float(shares[0]), first)
        rest = shares[1:]
        # None of the others is likelier than what the first one leaves.
        shares[1:] = np.minimum(rest, (1.0 - moved) * rest / max(float(rest.sum()), 1e-12))
        shares[0] = moved
        return shares

    def moved(self, share: float, by: KnownBy = KnownBy.WORDS) -> float:
        """P(right) of the first item, given its share and what it is known by."""
        shift, stretch = self.lines.get(by, (self.shift, self.stretch))
        share = min(max(share, 1 - _SURE), _SURE)
        return float(1 / (1 + np.exp(-shift - stretch * np.log(share / (1 - share)))))


def known_by(values: FloatArray) -> KnownBy:
    """What an item is known by, from the values of its features, float64 [FEATURES]."""
    if values[_POLICY] > 0:
        return KnownBy.PASSAGE
    if values[_ALONE] > 0:
        return KnownBy.ANSWER
    # The mean of the three nearest texts is the nearest itself where there is but one.
    alone = values[_NAMED] > 0 and values[_NEAR3] == values[_NEAR]
    return KnownBy.NAME if alone else KnownBy.WORDS


def softmax(utilities: FloatArray, nothing: float) -> FloatArray:
    """The share of each item, float64 [n], where none of them has a share too."""
    highest = max(float(utilities.max()), nothing)
    powers = np.exp(utilities - highest)
    shares: FloatArray = powers / (powers.sum() + np.exp(nothing - highest))
    return shares
