"""How much of the exact answer a search finds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retriever.encoders.encoder import FloatArray

_SAME = 1e-6  # inner products that differ by less count as equal


def recall_of_nearest(
    found: Sequence[int],
    vector: FloatArray,
    vectors: FloatArray,
    *,
    k: int = 10,
    allowed: NDArray[np.bool_] | None = None,
) -> float:
    """Share of the k nearest rows that were found, brute force being right.

    recall@k = |found ∩ exact k nearest| / min(k, allowed rows)  (ann-benchmarks: Aumüller,
    Bernhardsson and Faithfull 2020); a row as near as the k-th counts as one of them, and a row
    that is not allowed as none.

    Args:
        found: rows, of which the first k count.
        vector: float32 [dimension].
        vectors: float32 [n, dimension].
        k: how many are asked for.
        allowed: bool [n]; None: all rows.

    Returns:
        0 to 1; nan where no row is allowed.
    """
    scores = vectors @ vector
    if allowed is not None:
        scores = np.where(allowed, scores, -np.inf)
    wanted = min(k, int(np.isfinite(scores).sum()))
    if wanted == 0:
        return float("nan")
    kth = np.partition(scores, -wanted)[-wanted]
    right = sum(1 for row in set(found[:k]) if scores[row] >= kth - _SAME)
    return min(right, wanted) / wanted


def recall_of_items(found: Sequence[str], exact: Sequence[str]) -> float:
    """Share of the exact items that were found; nan where there are none."""
    return len(set(found) & set(exact)) / len(exact) if exact else float("nan")
