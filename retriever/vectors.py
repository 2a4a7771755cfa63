"""Unit vectors in a FAISS index: compared one by one or by a graph, filtered before the search."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from time import thread_time
from typing import Any, TypeAlias

import faiss
import numpy as np
from numpy.typing import NDArray

from retriever.graph import KIND, Graph

FloatArray: TypeAlias = NDArray[np.float32]
IntArray: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


class IndexKind(StrEnum):
    """How nearest vectors are found; the value is FAISS's name for it."""

    FLAT = "Flat"  # exact: every vector is compared
    HNSW = KIND  # approximate: a graph is walked, and what it finds compared exactly


# Exact search is fast enough up to so many milliseconds of the processor, measured again and again:
# in service, where others have had the cache meanwhile, it takes twice that; a graph .1 to .2.
EXACT_ENOUGH_MS = 0.1
# Rows up to which nothing is measured: comparing all of them takes less than a tenth of encoding a
# question, and what a small base finds shall not hang on how busy the machine was at publish.
_ALWAYS_EXACT = 10_000
_MEASURED = 9  # searches, of which the quickest counts: whatever disturbs makes it longer
# A filter that keeps less than this share is searched exactly over what it keeps: that is faster
# than FAISS's selector, and a graph loses recall under a selector long before.
_EXACT_BELOW_SHARE = {IndexKind.FLAT: 0.1, IndexKind.HNSW: 0.15}
_SPARE = 30  # rows more than asked for, since a graph's codes may misjudge the last
_GRAPH_SUFFIX = ".graph"


@dataclass(frozen=True)
class Kept:
    """Rows that a filter keeps: bool [rows]."""

    mask: Mask

    @cached_property
    def rows(self) -> IntArray:
        """Their numbers, in order."""
        return np.flatnonzero(self.mask)

    @cached_property
    def share(self) -> float:
        """How many of all they are, 0 to 1."""
        return len(self.rows) / max(1, len(self.mask))


def normalised(vectors: FloatArray) -> FloatArray:
    """Rows of length one as float32 [n, dimension]; a row of zeros stays zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return np.ascontiguousarray(unit, dtype=np.float32)


class VectorIndex:
    """Rows of unit vectors, searched by inner product; ties come in the order of their rows."""

    def __init__(
        self, flat: Any, graph: Graph | None = None, exact_ms: float | None = None
    ) -> None:
        self.exact_ms = exact_ms  # what comparing everything was measured to take; None: not done
        self.graph = graph
        self._flat = flat  # faiss's types know the base only
        self._vectors = _stored_vectors(flat)

    @property
    def kind(self) -> IndexKind:
        """How the nearest are found."""
        return IndexKind.FLAT if self.graph is None else IndexKind.HNSW

    @classmethod
    def build(
        cls,
        vectors: FloatArray,
        kind: IndexKind | None = None,
        before: "VectorIndex | None" = None,
    ) -> "VectorIndex":
        """Index float32 [n, dimension]; rows are normalised.

        Args:
            vectors: any; rows of zeros are found last.
            kind: None: exact where that is measured to be fast enough.
            before: of like vectors, opened with `changing`; its graph is carried on where that
                pays, and is of no use afterwards.
        """
        untyped: Any = faiss
        flat = untyped.IndexFlatIP(vectors.shape[1])
        flat.add(normalised(vectors))
        exact = cls(flat)
        exact_ms = None
        if kind is None and len(vectors) > _ALWAYS_EXACT:
            exact_ms = exact._measured_ms()
        if kind is None:
            slow = exact_ms is not None and exact_ms > EXACT_ENOUGH_MS
            kind = IndexKind.HNSW if slow else IndexKind.FLAT
        if kind is IndexKind.FLAT:
            return cls(flat, exact_ms=exact_ms)
        carried = before and before.graph and before.graph.carried(before.vectors, exact.vectors)
        return cls(flat, carried or Graph.build(exact.vectors), exact_ms)

    def _measured_ms(self) -> float:
        """Milliseconds of the processor that comparing a vector with all takes."""
        took = []
        for row in np.linspace(0, len(self) - 1, _MEASURED, dtype=int):
            started = thread_time()
            self._flat.search(self._vectors[row : row + 1], 100)
            took.append(thread_time() - started)
        return min(took) * 1000

    @classmethod
    def load(cls, path: Path, kind: IndexKind, *, changing: bool = False) -> "VectorIndex":
        """Map a saved index; nothing is read until it is searched.

        Args:
            path: as it was given to `save`.
            kind: as it was.
            changing: read the graph, so that it can be carried on.

        Raises:
            RuntimeError, OSError, ValueError: the files are not there or not an index.
        """
        flat = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        if kind is IndexKind.FLAT:
            return cls(flat)
        return cls(flat, Graph.load(_graph_file(path), changing=changing))

    def save(self, path: Path) -> None:
        """Write the vectors into a file, and a graph beside it."""
        faiss.write_index(self._flat, str(path))
        if self.graph:
            self.graph.save(_graph_file(path))

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
            self._flat.compute_distance_subset(
                1,
                faiss.swig_ptr(query),
                len(rows),
                faiss.swig_ptr(scores),
                faiss.swig_ptr(labels),
            )
        return scores

    def search(
        self, vector: FloatArray, k: int, allowed: Kept | None = None
    ) -> tuple[IntArray, FloatArray]:
        """The k rows nearest to a unit vector.

        Args:
            vector: float32 [dimension].
            k: at most so many; fewer where fewer are allowed.
            allowed: the rows that may be found; None: all.

        Returns:
            rows int64 [<= k] and their inner products, best first, equal ones by row.
        """
        rows = self.nearest(vector, k + (_SPARE if self.graph else 0), allowed)
        scores = self.scores(vector, rows)
        order = np.lexsort((rows, -scores))[:k]
        return rows[order], scores[order]

    def nearest(self, vector: FloatArray, k: int, allowed: Kept | None = None) -> IntArray:
        """The rows that `search` finds, in any order, for whoever scores them himself."""
        k = min(k, len(self))
        if not k:
            return np.empty(0, np.int64)
        if allowed is not None and allowed.share < _EXACT_BELOW_SHARE[self.kind]:
            return allowed.rows[top(self.scores(vector, allowed.rows), k)]
        mask = None if allowed is None else allowed.mask
        if self.graph is not None:
            return self.graph.nearest(vector, k, mask)
        parameters = None
        if mask is not None:
            untyped: Any = faiss  # its Python constructors are not in its type stubs
            bits = np.packbits(mask, bitorder="little")
            parameters = untyped.SearchParameters(sel=untyped.IDSelectorBitmap(bits))
        _, found = self._flat.search(
            _contiguous(vector[np.newaxis], np.float32), k, params=parameters
        )
        rows: IntArray = found[0][found[0] >= 0]
        return rows


def _graph_file(path: Path) -> Path:
    return path.with_name(path.name + _GRAPH_SUFFIX)


class _Borrowed:
    """Memory of an index, lent to an array that keeps the index alive and cannot write."""

    def __init__(self, index: Any, view: FloatArray) -> None:
        self._owner = index
        pointer, _ = view.__array_interface__["data"]
        self.__array_interface__ = {**view.__array_interface__, "data": (pointer, True)}


def _contiguous(array: NDArray[Any], dtype: type[np.generic]) -> NDArray[Any]:
    """The array as FAISS reads memory: without gaps, of this type."""
    return np.ascontiguousarray(array, dtype)


def _stored_vectors(flat: Any) -> FloatArray:
    rows, dimension = flat.ntotal, flat.d
    if not rows:
        return np.empty((0, dimension), np.float32)
    view = faiss.rev_swig_ptr(flat.get_xb(), rows * dimension).reshape(rows, dimension)
    return np.asarray(_Borrowed(flat, view))


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
