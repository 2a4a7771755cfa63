"""Questions that mean the same, put together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

NEAR = 0.10  # cosine distance up to which two groups of questions are joined
MOST = 5000  # questions; pairs are compared, so more would not fit


def clusters_of(vectors: NDArray[np.float32], near: float = NEAR) -> list[list[int]]:
    """Rows that lie near each other on average (average linkage), the largest groups first.

    Within a group the most central row stands first.

    Args:
        vectors: float32 [n, dimension], of length one.
        near: cosine distance.
    """
    if len(vectors) < 2:  # noqa: PLR2004 - nothing to join
        return [[row] for row in range(len(vectors))]
    labels = fcluster(linkage(vectors, "average", metric="cosine"), near, "distance")
    groups = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    return sorted((_central_first(group, vectors) for group in groups), key=_size_then_row)


def _central_first(rows: NDArray[np.intp], vectors: NDArray[np.float32]) -> list[int]:
    nearness = vectors[rows] @ vectors[rows].mean(axis=0)
    return [int(row) for row in rows[np.argsort(-nearness, kind="stable")]]


def _size_then_row(group: Sequence[int]) -> tuple[int, int]:
    return -len(group), min(group)
