"""Haystack's DocumentStore over FAISS and SQLite."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Any, TypeAlias

import numpy as np
from haystack import Document, default_from_dict, default_to_dict
from haystack.document_stores.errors import DuplicateDocumentError
from haystack.document_stores.types import DuplicatePolicy
from numpy.typing import NDArray

from retriever.columns import NO_ROW, Columns
from retriever.documents import DocumentTable
from retriever.errors import StoreReadOnly
from retriever.filters import Allowed, FilterCache, Filters, matching
from retriever.vectors import IndexKind, VectorIndex

FloatArray: TypeAlias = NDArray[np.float32]
IntArray: TypeAlias = NDArray[np.int64]
DOCUMENTS_FILE = "documents.sqlite"
VECTORS_FILE = "vectors.faiss"


class FaissDocumentStore:
    """Documents found by their vectors; equal vectors are stored once.

    Without a folder the store lives in memory and can be written to; its index is made anew at
    the first search after a change. With a folder (of a snapshot) it is read-only, and everything
    in it is memory-mapped.
    """

    def __init__(self, folder: str | None = None, index_kind: str | None = None) -> None:
        """Open a folder, or start empty in memory.

        Args:
            folder: written by `write_store`; None: in memory.
            index_kind: a value of `IndexKind`; needed with a folder, else chosen by size.

        Raises:
            OSError, ValueError, RuntimeError, sqlite3.DatabaseError: the folder is damaged.
        """
        self._folder = folder
        self._kind = IndexKind(index_kind) if index_kind else None
        self._lock = RLock()
        self._index: tuple[VectorIndex, Columns, FilterCache] | None = None
        if folder is None:
            self._table = DocumentTable.in_memory()
            return
        columns = Columns.load(Path(folder))
        vectors = VectorIndex.load(Path(folder, VECTORS_FILE), self._kind or IndexKind.FLAT)
        self._table = DocumentTable.open(Path(folder, DOCUMENTS_FILE))
        self._index = (vectors, columns, self._cache(columns))

    def to_dict(self) -> dict[str, Any]:
        """Haystack's form of this store: where it is, not what is in it."""
        kind = self._kind.value if self._kind else None
        return default_to_dict(self, folder=self._folder, index_kind=kind)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "FaissDocumentStore":
        """Open the store that `to_dict` describes; one in memory comes back empty."""
        store: FaissDocumentStore = default_from_dict(cls, data)
        return store

    # --- Haystack's protocol

    def count_documents(self) -> int:
        """How many documents there are."""
        return self._table.count()

    def filter_documents(self, filters: Filters | None = None) -> list[Document]:
        """All documents that a Haystack filter keeps, in the order of writing.

        Raises:
            FilterError: the filter is not in Haystack's form.
        """
        return matching(filters, (document for _, document in self._table.all()))

    def write_documents(
        self, documents: list[Document], policy: DuplicatePolicy = DuplicatePolicy.NONE
    ) -> int:
        """Write documents, with or without embeddings, and say how many were written.

        Raises:
            ValueError: not a list of documents.
            DuplicateDocumentError: an id is there already and the policy is FAIL or NONE.
            StoreReadOnly: the store belongs to a snapshot.
        """
        given: object = documents  # Haystack asks for a check at run time
        if not isinstance(given, list) or not all(isinstance(each, Document) for each in given):
            raise ValueError("write_documents takes a list of haystack Documents")
        with self._changing():
            known = self._table.known([document.id for document in documents])
            if known and policy in (DuplicatePolicy.NONE, DuplicatePolicy.FAIL):
                raise DuplicateDocumentError(f"already stored: {', '.join(sorted(known))}")
            if policy is DuplicatePolicy.SKIP:
                documents = [document for document in documents if document.id not in known]
            self._table.write(documents)
            return len(documents)

    def delete_documents(self, document_ids: list[str]) -> None:
        """Delete documents by id; ids that are not there are passed over."""
        with self._changing():
            self._table.delete(document_ids)

    # --- what Haystack's extended tests ask of a store

    def delete_all_documents(self) -> None:
        """Delete everything."""
        self.delete_by_filter({})

    def delete_by_filter(self, filters: Filters) -> int:
        """Delete what a filter keeps and say how many that were."""
        with self._changing():
            return self._table.delete(each.id for each in self.filter_documents(filters))

    def update_by_filter(self, filters: Filters, meta: dict[str, Any]) -> int:
        """Set meta fields of what a filter keeps and say how many documents that were."""
        with self._changing():
            found = self.filter_documents(filters)
            self._table.write([replace(each, meta={**each.meta, **meta}) for each in found])
            return len(found)

    def count_documents_by_filter(self, filters: Filters) -> int:
        """How many documents a filter keeps."""
        return len(self.filter_documents(filters))

    # --- search

    @property
    def vectors(self) -> VectorIndex:
        """The index of distinct vectors."""
        return self._indexed()[0]

    @property
    def columns(self) -> Columns:
        """Rows, items and regions of all documents as arrays."""
        return self._indexed()[1]

    def allowed(
        self, filters: Filters | None = None, regions: AbstractSet[str] | None = None
    ) -> Allowed | None:
        """What both filters keep, as masks that are kept for the next time; None: everything.

        Args:
            filters: in Haystack's form; the first use reads every document.
            regions: codes; documents of one of them and documents without region are kept.
        """
        return self._indexed()[2].allowed(filters, regions)

    def get(self, positions: Sequence[int] | IntArray) -> list[Document]:
        """Documents by their position in `columns`, in the order asked for."""
        numbers: list[int] = self.columns.numbers[np.asarray(positions, np.int64)].tolist()
        return self._table.get(numbers)

    def contents(self, positions: Sequence[int] | IntArray) -> list[str | None]:
        """The texts of documents by their position in `columns`, in the order asked for."""
        numbers: list[int] = self.columns.numbers[np.asarray(positions, np.int64)].tolist()
        return self._table.contents(numbers)

    def search(
        self,
        vector: FloatArray,
        k: int,
        filters: Filters | None = None,
        regions: AbstractSet[str] | None = None,
    ) -> tuple[list[str], FloatArray]:
        """The k documents nearest to a unit vector, filtered before the search.

        Returns:
            ids and inner products float32 [<= k], best first, equal ones in order of writing.
        """
        vectors, columns, cache = self._indexed()
        allowed = cache.allowed(filters, regions)
        rows, scores = vectors.search(vector, k, None if allowed is None else allowed.rows)
        positions, places = columns.documents_of(rows)
        if allowed is not None:
            keep = allowed.documents[positions]
            positions, places = positions[keep], places[keep]
        best = np.lexsort((positions, -scores[places]))[:k]
        ids = [document.id for document in self.get(positions[best])]
        return ids, scores[places[best]]

    def search_many(
        self,
        vectors: FloatArray,
        k: int,
        filters: Filters | None = None,
        regions: AbstractSet[str] | None = None,
    ) -> list[tuple[list[str], FloatArray]]:
        """`search` for each of several unit vectors, float32 [q, dimension]."""
        return [self.search(vector, k, filters, regions) for vector in vectors]

    # --- inside

    @contextmanager
    def _changing(self) -> Iterator[None]:
        if self._folder is not None:
            raise StoreReadOnly(self._folder)
        with self._lock:
            self._index = None
            yield

    def _indexed(self) -> tuple[VectorIndex, Columns, FilterCache]:
        if (index := self._index) is not None:
            return index
        with self._lock:
            if self._index is None:
                self._index = self._made()
            return self._index

    def _made(self) -> tuple[VectorIndex, Columns, FilterCache]:
        numbers, documents = [], []
        for number, document in self._table.all():
            numbers.append(number)
            documents.append(document)
        distinct: dict[bytes, int] = {}
        rows = []
        for document in documents:
            if document.embedding is None:
                rows.append(NO_ROW)
            else:
                stored = np.asarray(document.embedding, np.float32).tobytes()
                rows.append(distinct.setdefault(stored, len(distinct)))
        matrix = np.array([np.frombuffer(each, np.float32) for each in distinct], np.float32)
        vectors = VectorIndex.build(
            matrix if distinct else np.empty((0, 1), np.float32), self._kind
        )
        columns = Columns.of([document.meta for document in documents], rows, numbers)
        return vectors, columns, self._cache(columns)

    def _cache(self, columns: Columns) -> FilterCache:
        return FilterCache(columns, lambda: (document for _, document in self._table.all()))


def write_store(
    folder: Path,
    documents: Sequence[Document],
    rows: Sequence[int],
    vectors: FloatArray,
    kind: IndexKind | None = None,
    before: VectorIndex | None = None,
) -> VectorIndex:
    """Write a folder that `FaissDocumentStore(folder)` opens.

    Args:
        folder: exists and is empty.
        documents: in the order in which ties are given back.
        rows: of each document, the row of its vector.
        vectors: float32 [rows, dimension].
        kind: of the index to build; None: as measured.
        before: the index of the generation before, as `VectorIndex.build` takes it.

    Returns:
        the index that was written.
    """
    table = DocumentTable.create(folder / DOCUMENTS_FILE)
    table.write(documents, first=0, vectors=False)
    table.close()
    Columns.of([document.meta for document in documents], rows, range(len(documents))).save(folder)
    index = VectorIndex.build(vectors, kind, before)
    index.save(folder / VECTORS_FILE)
    return index
