"""Nearness in meaning and shared words, made one score."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class FusionWeights:
    """What the two scores weigh against each other; only their ratio counts."""

    dense: float
    lexical: float

    def __post_init__(self) -> None:
        if min(self.dense, self.lexical) < 0 or self.dense + self.lexical <= 0:
            raise ValueError(f"weights must not be negative nor both zero: {self}")


def fuse(
    dense: FloatArray, lexical: FloatArray, attainable: float, weights: FusionWeights
) -> FloatArray:
    """Join the two scores of the same candidates by a weighted mean.

    BM25 has no fixed scale and grows with the question, so it enters as the share of what the
    question could attain at most; raw sums rank worse than the vectors alone.

    Args:
        dense: float32 [n], inner products of normalised vectors, -1 to 1.
        lexical: float32 [n], BM25 of the same candidates, 0 or more.
        attainable: `LexicalIndex.attainable` of the question; 0 where it has no known token.
        weights: of the two.

    Returns:
        float32 [n], at most 1, the higher the better.

    Raises:
        ValueError: the two arrays differ in length.
    """
    if dense.shape != lexical.shape:
        raise ValueError(f"{dense.shape} dense scores beside {lexical.shape} lexical scores")
    share = lexical / np.float32(attainable) if attainable > 0 else np.zeros_like(lexical)
    total = weights.dense + weights.lexical
    joined = dense * np.float32(weights.dense / total) + share * np.float32(weights.lexical / total)
    return joined.astype(np.float32, copy=False)
