"""Candidates of one field: taken from both indexes, scored by both, fused. Arrays only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from retriever.document_store import FaissDocumentStore
from retriever.filters import Allowed
from retriever.fusion import FusionWeights, fuse
from retriever.lexical import LexicalIndex
from retriever.vectors import top

FloatArray: TypeAlias = NDArray[np.float32]
IntArray: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class DenseFound:
    """Rows whose vectors are nearest to the question's, in any order."""

    vector: FloatArray  # float32 [dimension], the question's
    rows: IntArray  # int64 [<= k]


@dataclass(frozen=True, kw_only=True)
class LexicalFound:
    """Rows that share most words with the question."""

    scores: FloatArray  # float32 [all rows]: BM25
    attainable: float  # BM25 that the question could reach at most
    rows: IntArray  # int64 [<= k], with a score above 0


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """Documents found in one field, best first, equal ones in order of writing."""

    documents: IntArray  # int64 [n]: positions in the store's columns
    score: FloatArray  # float32 [n]: fused
    dense: FloatArray  # float32 [n]: inner product
    lexical: FloatArray  # float32 [n]: share of the attainable BM25, 0 to 1
    words: LexicalFound  # BM25 of all rows: whoever looks closer need not add it up again

    def __len__(self) -> int:
        return len(self.documents)

    @classmethod
    def none(cls) -> "Candidates":
        """Nothing was found."""
        empty = np.empty(0, np.float32)
        none = np.empty(0, np.int64)
        words = LexicalFound(scores=empty, attainable=0.0, rows=none)
        return cls(documents=none, score=empty, dense=empty, lexical=empty, words=words)


def find_dense(
    store: FaissDocumentStore, vector: FloatArray, k: int, allowed: Allowed | None
) -> DenseFound:
    """The k nearest rows that a filter allows, for a unit vector float32 [dimension]."""
    rows = store.vectors.nearest(vector, k, None if allowed is None else allowed.rows)
    return DenseFound(vector=vector, rows=rows)


def find_lexical(
    index: LexicalIndex, tokens: Sequence[str], k: int, allowed: Allowed | None
) -> LexicalFound:
    """The k rows with the highest BM25 that a filter allows."""
    scores, attainable = index.found(tokens)
    return LexicalFound(scores=scores, attainable=attainable, rows=_best(scores, k, allowed))


_FEW = 0.1  # share of the rows below which those that are kept are looked at one by one


def _best(scores: FloatArray, k: int, allowed: Allowed | None) -> IntArray:
    if allowed is not None and allowed.rows.share < _FEW:
        kept = allowed.rows.rows
        own = scores[kept]
        rows = contenders(own, k)
        return kept[rows[top(own[rows], k)]]
    if allowed is not None:
        scores = scores * allowed.rows.mask
    rows = contenders(scores, k)
    return rows[top(scores[rows], k)]


# Rows in a group, of which the best stands for all; with fewer, looking at each is as quick.
_LARGEST_GROUP, _SMALLEST_GROUP = 64, 8


def contenders(scores: FloatArray, k: int) -> IntArray:
    """The positions that may be among the k highest scores above 0, in order.

    The k-th best of the groups' best scores is reached by k positions at least, so whatever is
    below it is out. Finding that takes one pass; ordering all scores takes several, and thousands
    of equal zeros are what ordering is slowest at. The rows of a group lie far apart, since like
    texts lie together and would be one group's.
    """
    size = min(_LARGEST_GROUP, len(scores) // (2 * k)) if k else 0
    if size >= _SMALLEST_GROUP:
        groups = len(scores) // size
        best = scores[: groups * size].reshape(size, groups).max(axis=0)
        if (bound := np.partition(best, groups - k)[groups - k]) > 0:
            return np.flatnonzero(scores >= bound)
    return np.flatnonzero(scores > 0)


def join(
    store: FaissDocumentStore,
    dense: DenseFound,
    lexical: LexicalFound,
    weights: FusionWeights,
    allowed: Allowed | None,
) -> Candidates:
    """Score what either index found by both, and give the documents that stand behind it.

    What one index did not find gets its true score there, not a zero: both can be looked up.
    """
    rows = _union(dense.rows, lexical.rows)
    near = store.vectors.scores(dense.vector, rows)
    words = lexical.scores[rows]
    fused = fuse(near, words, lexical.attainable, weights)
    positions, places = store.columns.documents_of(rows)
    if allowed is not None:
        keep = allowed.documents[positions]
        positions, places = positions[keep], places[keep]
    order = np.lexsort((positions, -fused[places]))
    places = places[order]
    share = words / np.float32(lexical.attainable or 1.0)
    return Candidates(
        documents=positions[order],
        score=fused[places],
        dense=near[places],
        lexical=share[places],
        words=lexical,
    )


def _union(one: IntArray, other: IntArray) -> IntArray:
    """Both, each row once, in order. numpy's own takes five times as long for a few hundred."""
    rows = np.concatenate([one, other])
    rows.sort()
    first = np.ones(len(rows), bool)
    np.not_equal(rows[1:], rows[:-1], out=first[1:])
    return rows[first]


def best_of_items(store: FaissDocumentStore, candidates: Candidates) -> IntArray:
    """Places among the candidates of each item's best document, best item first.

    The score of an item is that of its best document.
    """
    _, first = np.unique(store.columns.items[candidates.documents], return_index=True)
    return np.sort(first)
