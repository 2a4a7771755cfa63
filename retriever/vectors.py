"""Unit vectors in a FAISS index: exact or HNSW, memory-mapped, filtered before the search."""

from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

import faiss
import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float32]
IntArray: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


class IndexKind(StrEnum):
    """How nearest vectors are found; the value is FAISS's name for it."""

    FLAT = "Flat"  # exact: every vector is compared
    HNSW = "HNSW32"  # approximate: a graph is walked


# Up to here comparing everything takes about a millisecond on one core, and is exact.
LARGEST_EXACT = 20_000
# Candidates kept while the graph is walked and while it is built. Over 81,000 names recall@10 was
# .935 with 128 and FAISS's own 40, .986 with 128 and 120 at the same time a search (the build took
# 28 s instead of 20), .990 with 160 and 120 at a fifth more.
_HNSW_SEARCH_WIDTH = 160
_HNSW_BUILD_WIDTH = 120
# A filter that keeps less than this share is searched exactly over what it keeps: below .1 that is
# also faster than FAISS's selector, and HNSW loses recall under a selector long before.
_EXACT_BELOW_SHARE = {IndexKind.FLAT: 0.1, IndexKind.HNSW: 0.2}


def kind_for(rows: int) -> IndexKind:
    """The kind of index that so many vectors call for."""
    return IndexKind.FLAT if rows <= LARGEST_EXACT else IndexKind.HNSW


def normalised(vectors: FloatArray) -> FloatArray:
    """Rows of length one as float32 [n, dimension]; a row of zeros stays zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return np.ascontiguousarray(unit, dtype=np.float32)


class VectorIndex:
    """Rows of unit vectors, searched by inner product; ties come in the order of their rows."""

    def __init__(self, index: Any, kind: IndexKind) -> None:  # faiss's types know the base only
        self.kind = kind
        self._index = index
        self._storage: Any = (
            index if kind is IndexKind.FLAT else faiss.downcast_index(index.storage)
        )
        self._vectors = _stored_vectors(index, self._storage)
        if kind is IndexKind.HNSW:
            index.hnsw.efSearch = _HNSW_SEARCH_WIDTH

    @classmethod
    def build(cls, vectors: FloatArray, kind: IndexKind | None = None) -> "VectorIndex":
        """Index float32 [n, dimension]; rows are normalised. Without a kind, `kind_for` chooses."""
        kind = kind or kind_for(len(vectors))
        index: Any = faiss.index_factory(vectors.shape[1], kind.value, faiss.METRIC_INNER_PRODUCT)
        if kind is IndexKind.HNSW:
            index.hnsw.efConstruction = _HNSW_BUILD_WIDTH
        index.add(normalised(vectors))
        return cls(index, kind)

    @classmethod
    def load(cls, path: Path, kind: IndexKind) -> "VectorIndex":
        """Map a saved index; nothing is read until it is searched.

        Raises:
            RuntimeError: the file is not there or not an index (FAISS's own message).
        """
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC), kind)

    def save(self, path: Path) -> None:
        """Write the index into a file."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._vectors.shape[1])

    @property
    def vectors(self) -> FloatArray:
        """All rows, float32 [n, dimension], as a view that must not be written to."""
        return self._vectors

    def scores(self, vector: FloatArray, rows: IntArray) -> FloatArray:
        """Inner products of a unit vector [dimension] with the given rows, float32 [len(rows)]."""
        scores = np.empty(len(rows), np.float32)
        if len(rows):
            # Computed where the vectors lie: taking the rows out first costs two to three times that.
            query, labels = _contiguous(vector, np.float32), _contiguous(rows, np.int64)
            self._storage.compute_distance_subset(
                1,
                faiss.swig_ptr(query),
                len(rows),
                faiss.swig_ptr(scores),
                faiss.swig_ptr(labels),
            )
        return scores

    def search(
        self, vector: FloatArray, k: int, allowed: Mask | None = None
    ) -> tuple[IntArray, FloatArray]:
        """The k rows nearest to a unit vector.

        Args:
            vector: float32 [dimension].
            k: at most so many; fewer where fewer are allowed.
            allowed: bool [n], the rows that may be found; None: all.

        Returns:
            rows int64 [<= k] and their inner products, best first, equal ones by row.
        """
        if allowed is not None:
            kept = np.flatnonzero(allowed)
            if len(kept) < _EXACT_BELOW_SHARE[self.kind] * len(self):
                return self._search_kept(vector, k, kept)
        rows, scores = self.search_many(vector[np.newaxis], k, allowed)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def search_many(
        self, vectors: FloatArray, k: int, allowed: Mask | None = None
    ) -> tuple[IntArray, FloatArray]:
        """The k nearest rows for each of several unit vectors, through FAISS in one call.

        Returns:
            rows int64 [q, k] and scores float32 [q, k]; row -1 and score -inf where none is left.
        """
        k = min(k, len(self))
        if not k:
            return np.empty((len(vectors), 0), np.int64), np.empty((len(vectors), 0), np.float32)
        scores, rows = self._index.search(
            np.ascontiguousarray(vectors, np.float32), k, params=self._parameters(allowed)
        )
        scores[rows < 0] = -np.inf
        order = np.lexsort((rows, -scores), axis=1)
        return np.take_along_axis(rows, order, 1), np.take_along_axis(scores, order, 1)

    def _parameters(self, allowed: Mask | None) -> Any:
        if allowed is None:
            return None
        untyped: Any = faiss  # its Python constructors are not in its type stubs
        selector = untyped.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        if self.kind is IndexKind.HNSW:
            return untyped.SearchParametersHNSW(sel=selector, efSearch=_HNSW_SEARCH_WIDTH)
        return untyped.SearchParameters(sel=selector)

    def _search_kept(
        self, vector: FloatArray, k: int, kept: IntArray
    ) -> tuple[IntArray, FloatArray]:
        scores = self.scores(vector, kept)
        best = top(scores, k)
        return kept[best], scores[best]


class _Borrowed:
    """Memory of an index, lent to an array that keeps the index alive and cannot write."""

    def __init__(self, index: Any, view: FloatArray) -> None:
        self._owner = index
        pointer, _ = view.__array_interface__["data"]
        self.__array_interface__ = {**view.__array_interface__, "data": (pointer, True)}


def _contiguous(array: NDArray[Any], dtype: type[np.generic]) -> NDArray[Any]:
    """The array as FAISS reads memory: without gaps, of this type."""
    return np.ascontiguousarray(array, dtype)


def _stored_vectors(index: Any, storage: Any) -> FloatArray:
    rows, dimension = index.ntotal, index.d
    if not rows:
        return np.empty((0, dimension), np.float32)
    view = faiss.rev_swig_ptr(storage.get_xb(), rows * dimension).reshape(rows, dimension)
    return np.asarray(_Borrowed(index, view))


def top(scores: FloatArray, k: int) -> IntArray:
    """Positions of the k highest scores, best first, equal ones by position, int64 [<= k]."""
    if k < len(scores):
        # Everything above the k-th score, then as many of those equal to it as there is room for.
        kth = np.partition(scores, len(scores) - k)[len(scores) - k] if k else np.inf
        above = np.flatnonzero(scores > kth)
        equal = np.flatnonzero(scores == kth)[: k - len(above)]
        chosen = np.concatenate([above, equal])
    else:
        chosen = np.arange(len(scores))
    return chosen[np.lexsort((chosen, -scores[chosen]))]
