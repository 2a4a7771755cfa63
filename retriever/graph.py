"""A graph of near vectors (HNSW over int8 codes), walked instead of comparing all vectors.

FAISS cannot take a node out of such a graph, but a node may stand for no row any more. So a graph
is carried from one generation to the next: vectors that are new are added, those that are gone
lose their row, and only when too many have lost theirs is the graph built anew.
"""

from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias

import faiss
import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float32]
IntArray: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

KIND = "HNSW24_SQ8"  # FAISS's name for it: 24 links a node, a byte a dimension
NO_ROW = -1
_ROWS_FILE = ".rows.npy"
# Candidates kept while the graph is built, and the widths of a search that are tried in turn until
# one finds enough (docs/adr/0007).
_BUILD_WIDTH = 100
_WIDTHS = (100, 140, 200, 300)
_ENOUGH = 0.99  # of the ten nearest
_NEAREST = 10
_TRIED = 64  # vectors that a width is tried with
_MOST_GONE = 0.1  # share of the nodes that may stand for no row
_LEAST_KEPT = 0.1  # share of the rows; a filter that keeps less is no work for a graph


class Graph:
    """Nodes that stand for rows; finds rows near to a vector, not quite all of the nearest."""

    def __init__(self, index: Any, rows: IntArray) -> None:  # faiss's types know the base only
        self._index = index
        self._rows = rows  # int64 [nodes]: row or NO_ROW
        self._gone = float(np.mean(rows < 0)) if len(rows) else 0.0

    @property
    def width(self) -> int:
        """Candidates that are kept while the graph is walked."""
        return int(self._index.hnsw.efSearch)

    @classmethod
    def build(cls, vectors: FloatArray) -> "Graph":
        """Make a graph of unit vectors, float32 [rows, dimension]."""
        untyped: Any = faiss  # its factory is typed as the base class
        index = untyped.index_factory(vectors.shape[1], KIND, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = _BUILD_WIDTH
        if len(vectors):
            index.train(vectors)
            index.add(vectors)
        graph = cls(index, np.arange(len(vectors)))
        graph._widen(vectors)
        return graph

    def carried(self, before: FloatArray, vectors: FloatArray) -> "Graph | None":
        """This graph for other vectors; None where too little of it would be left.

        Args:
            before: float32 [rows, dimension], what its rows stand for.
            vectors: float32 [rows, dimension], of the graph to make. This one is used up.
        """
        if before.shape[1:] != vectors.shape[1:]:
            return None
        row_of = {key: row for row, key in enumerate(map(_key, vectors))}
        now = np.fromiter((row_of.get(key, NO_ROW) for key in map(_key, before)), np.int64)
        rows = np.where(self._rows >= 0, now[self._rows], NO_ROW)
        kept, first = np.unique(rows, return_index=True)
        rows = np.full_like(rows, NO_ROW)
        rows[first] = kept  # of equal vectors one node is kept
        new = np.setdiff1d(np.arange(len(vectors)), kept)
        gone = int((rows < 0).sum())
        if gone > _MOST_GONE * (len(rows) + len(new)) or len(new) > len(rows):
            return None
        if len(new):
            self._index.add(vectors[new])
        graph = Graph(self._index, np.concatenate([rows, new]))
        return graph if graph._widen(vectors) else None

    def nearest(self, vector: FloatArray, k: int, allowed: Mask | None = None) -> IntArray:
        """Rows near to a unit vector float32 [dimension], nearest first by their codes.

        Args:
            vector: of the question.
            k: at most so many rows.
            allowed: bool [rows], those that may be found; None: all.
        """
        # Nodes without a row are passed over, so a few more are asked for.
        asked = k if allowed is not None or not self._gone else k + 8 + int(2 * k * self._gone)
        _, nodes = self._index.search(
            vector[np.newaxis], asked, params=self._parameters(asked, allowed)
        )
        rows = self._rows[nodes[0][nodes[0] >= 0]]
        found: IntArray = rows[rows >= 0][:k]
        return found

    def _parameters(self, k: int, allowed: Mask | None) -> Any:
        untyped: Any = faiss  # its Python constructors are not in its type stubs
        if allowed is None:
            return untyped.SearchParametersHNSW(efSearch=max(k, self.width))
        kept = allowed[self._rows] & (self._rows >= 0)
        selector = untyped.IDSelectorBitmap(np.packbits(kept, bitorder="little"))
        # Candidates that are not kept take up places too.
        wide = int(max(k, self.width) / max(float(kept.mean()), _LEAST_KEPT))
        return untyped.SearchParametersHNSW(sel=selector, efSearch=wide)

    def recall(self, vectors: FloatArray) -> float:
        """Share of the ten nearest that is found, for vectors that lie between those it holds."""
        if not len(vectors):
            return 1.0
        generator = np.random.default_rng(len(vectors))
        one, other, third = generator.integers(0, len(vectors), (3, _TRIED))
        asked = vectors[one] + 0.5 * (vectors[other] - vectors[third])
        asked /= np.maximum(np.linalg.norm(asked, axis=1, keepdims=True), 1e-12)
        scores = asked @ vectors.T
        wanted = min(_NEAREST, len(vectors))
        least = np.partition(scores, -wanted, axis=1)[:, -wanted]
        found = 0
        for vector, own, tenth in zip(asked, scores, least, strict=True):
            found += min(wanted, int((own[self.nearest(vector, 100)] >= tenth - 1e-6).sum()))
        return found / (wanted * _TRIED)

    def _widen(self, vectors: FloatArray) -> bool:
        """Search as widely as it takes to find enough; the width is saved with the graph."""
        for width in _WIDTHS:
            self._index.hnsw.efSearch = width
            if self.recall(vectors) >= _ENOUGH:
                return True
        return False

    def save(self, path: Path) -> None:
        """Write the graph into a file and its rows beside it."""
        faiss.write_index(self._index, str(path))
        np.save(path.with_name(path.name + _ROWS_FILE), self._rows)

    @classmethod
    def load(cls, path: Path, *, changing: bool = False) -> "Graph":
        """Map a saved graph, or read it in order to carry it on.

        Raises:
            RuntimeError, OSError, ValueError: the files are not there or not a graph.
        """
        flags = 0 if changing else faiss.IO_FLAG_MMAP_IFC
        index = faiss.read_index(str(path), flags)
        rows = np.load(path.with_name(path.name + _ROWS_FILE))
        if len(rows) != index.ntotal:
            raise ValueError(f"{path} has {index.ntotal} nodes and {len(rows)} rows")
        return cls(index, rows)


def _key(vector: FloatArray) -> bytes:
    return blake2b(vector.tobytes(), digest_size=16).digest()
