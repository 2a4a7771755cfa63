"""The peers: each indexes the same collection, and says what it finds as rows of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from time import perf_counter
from typing import Any, Protocol, TypeAlias

import bm25s
import faiss
import numpy as np
from numpy.typing import NDArray

from eval.bench.collection import Collection, Question

Mask: TypeAlias = NDArray[np.bool_]
FLAT, HNSW, BM25S = "faiss, flat", "faiss, HNSW", "bm25s"
HAYSTACK = "haystack, in memory"
TXTAI, TXTAI_OUR_TOKENS = "txtai, hybrid", "txtai, hybrid, our tokens"
NAMES = (FLAT, HNSW, BM25S, HAYSTACK, TXTAI, TXTAI_OUR_TOKENS)
_SEARCH_WIDTH = 128


class Peer(Protocol):
    """A search engine over one collection."""

    name: str

    def run(self, question: Question) -> object:
        """Answer; this is what is timed."""
        ...

    def rows(self, found: Any) -> list[int]:
        """Rows of the collection in what `run` gave, best first."""
        ...

    def nearest(self, question: Question) -> list[int] | None:
        """Rows that its vector index alone finds; None where it has none."""
        ...


@dataclass(frozen=True, kw_only=True)
class Built:
    """A peer and how long its index took to build."""

    peer: Peer
    seconds: float


def build_peers(collection: Collection) -> list[Built]:
    """Index the collection in every peer that is installed."""
    makers: list[Callable[[Collection], Peer]] = [FaissFlat, FaissHnsw, Bm25s]
    from eval.bench.haystack_peer import HaystackPipeline

    makers.append(HaystackPipeline)
    if find_spec("txtai"):
        from eval.bench.txtai_peer import TxtaiHybrid, TxtaiOurTokens

        makers += [TxtaiHybrid, TxtaiOurTokens]
    return [_timed(make, collection) for make in makers]


def _timed(make: Callable[[Collection], Peer], collection: Collection) -> Built:
    started = perf_counter()
    return Built(peer=make(collection), seconds=perf_counter() - started)


class _Faiss:
    """Bare FAISS over all rows, with or without a selector of rows."""

    name = ""

    def __init__(self, index: Any, parameters: Any, collection: Collection) -> None:
        self._index = index
        self._parameters = parameters
        index.add(collection.vectors)

    def run(self, question: Question, allowed: Mask | None = None) -> object:
        """FAISS's row numbers, int64 [1, 10]; `allowed`: bool [rows]."""
        parameters = None
        if allowed is not None:
            untyped: Any = faiss  # its Python constructors are not in its type stubs
            bits = np.packbits(allowed, bitorder="little")
            parameters = self._parameters(sel=untyped.IDSelectorBitmap(bits))
        return self._index.search(question.vector[np.newaxis], 10, params=parameters)[1]

    def rows(self, found: Any) -> list[int]:
        """See `Peer`."""
        return [int(row) for row in found[0] if row >= 0]

    def nearest(self, question: Question, allowed: Mask | None = None) -> list[int]:
        """See `Peer`."""
        return self.rows(self.run(question, allowed))


class FaissFlat(_Faiss):
    """Every vector compared: the exact answer."""

    name = FLAT

    def __init__(self, collection: Collection) -> None:
        untyped: Any = faiss
        index = untyped.IndexFlatIP(collection.vectors.shape[1])
        super().__init__(index, untyped.SearchParameters, collection)


class FaissHnsw(_Faiss):
    """HNSW with 32 links and a search width of 128, built with FAISS's default width."""

    name = HNSW

    def __init__(self, collection: Collection) -> None:
        untyped: Any = faiss
        dimension = collection.vectors.shape[1]
        index = untyped.IndexHNSWFlat(dimension, 32, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efSearch = _SEARCH_WIDTH
        parameters = partial(untyped.SearchParametersHNSW, efSearch=_SEARCH_WIDTH)
        super().__init__(index, parameters, collection)


class Bm25s:
    """Bare bm25s on our tokens."""

    name = BM25S

    def __init__(self, collection: Collection) -> None:
        vocabulary: dict[str, int] = {}
        numbered = [
            [vocabulary.setdefault(token, len(vocabulary)) for token in tokens]
            for tokens in collection.tokens
        ]
        self._index = bm25s.BM25(method="lucene")
        self._index.index((numbered, vocabulary), create_empty_token=False, show_progress=False)
        self._k = min(10, len(collection.texts))

    def run(self, question: Question) -> object:
        """Row numbers int [1, 10] and scores."""
        return self._index.retrieve([list(question.tokens)], k=self._k, show_progress=False)

    def rows(self, found: Any) -> list[int]:
        """See `Peer`."""
        return [int(r) for r, score in zip(found[0][0], found[1][0], strict=True) if score > 0]

    def nearest(self, _question: Question) -> None:
        """It has no vectors."""
        return
