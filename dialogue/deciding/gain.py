"""Asking back: which one question splits what may be meant best."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log2

OFFERED = 4
"""So many options are offered at most, beside 「都不是」."""


class Dimension(StrEnum):
    """What can be asked back for."""

    ITEM = "item"
    SITUATION = "situation"
    REGION = "region"
    AUDIENCE = "audience"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One thing that may be meant, and what would be answered to it."""

    weight: float  # P(right), shared out among an item's guides
    item: str
    situation: str | None
    region: str | None
    answer: Hashable
    audience: str | None = None  # what is for both kinds of applicants is a candidate of each

    def value(self, dimension: Dimension) -> str | None:
        """What it is in one dimension."""
        match dimension:
            case Dimension.ITEM:
                return self.item
            case Dimension.SITUATION:
                return self.situation
            case Dimension.REGION:
                return self.region
            case Dimension.AUDIENCE:
                return self.audience


def gain(candidates: Sequence[Candidate], dimension: Dimension) -> float:
    """By how many bits the answer is less uncertain once the dimension is known.

    Entropy of the answers less their expected entropy given the dimension (Quinlan, "Induction of
    decision trees", 1986). Items and situations are offered as options, four at most, so all that
    is not offered stays together; a region can be typed whether it is offered or not.
    """
    parts: dict[Hashable, list[Candidate]] = {}
    offered = likeliest(candidates, dimension)
    for each in candidates:
        value = each.value(dimension)
        known = dimension is Dimension.REGION or value in offered
        parts.setdefault(value if known else None, []).append(each)
    total = sum(each.weight for each in candidates)
    if not total:
        return 0.0
    left = sum(
        sum(each.weight for each in part) / total * _entropy(part) for part in parts.values()
    )
    return _entropy(candidates) - left


def best_question(
    candidates: Sequence[Candidate], dimensions: Iterable[Dimension]
) -> Dimension | None:
    """The dimension that is worth most to ask for; None where none changes the answer."""
    gains = {each: round(gain(candidates, each), 9) for each in dimensions}
    best = max(gains, key=lambda each: gains[each], default=None)
    return best if best is not None and gains[best] > 0 else None


def likeliest(
    candidates: Iterable[Candidate], dimension: Dimension, most: int = OFFERED
) -> tuple[str, ...]:
    """The likeliest values of a dimension, in order; equal ones as they came."""
    weights: Counter[str] = Counter()
    for each in candidates:
        value = each.value(dimension)
        if value is not None:
            weights[value] += each.weight  # type: ignore[assignment]
    return tuple(value for value, _ in weights.most_common(most))


def _entropy(candidates: Iterable[Candidate]) -> float:
    weights: dict[Hashable, float] = {}
    for each in candidates:
        weights[each.answer] = weights.get(each.answer, 0.0) + each.weight
    total = sum(weights.values())
    shares = (weight / total for weight in weights.values() if weight > 0)
    return -sum(share * log2(share) for share in shares)
