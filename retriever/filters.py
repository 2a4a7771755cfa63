"""Filters made masks before the search, and kept, since the same few are asked again and again."""

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
from haystack import Document
from haystack.errors import FilterError
from haystack.utils.filters import document_matches_filter
from numpy.typing import NDArray

from retriever.columns import Columns
from retriever.vectors import Kept

Mask: TypeAlias = NDArray[np.bool_]
Filters: TypeAlias = dict[str, Any]  # Haystack's form: nested comparisons under AND, OR, NOT


@dataclass(frozen=True)
class Allowed:
    """What a filter keeps: bool [documents], and the rows where any of a row's documents is."""

    documents: Mask
    rows: Kept


def matching(filters: Filters | None, documents: Iterable[Document]) -> list[Document]:
    """The documents that a Haystack filter keeps, in their order; no filter keeps all.

    Raises:
        FilterError: the filter is not in Haystack's form, or compares what has no order.
    """
    if not filters:
        return list(documents)
    if "operator" not in filters and "conditions" not in filters:
        raise FilterError(f"a filter needs an operator; this one has {sorted(filters)}")
    return [document for document in documents if document_matches_filter(filters, document)]


class FilterCache:
    """Masks of the filters used last, for one unchanging set of documents."""

    def __init__(
        self, columns: Columns, documents: Callable[[], Iterable[Document]], size: int = 128
    ) -> None:
        """Start with none.

        Args:
            columns: of the documents.
            documents: all of them in the order of the columns, read only for Haystack filters.
            size: masks kept; each takes a byte a document and a row.
        """
        self._columns = columns
        self._documents = documents
        self._size = size
        self._kept: OrderedDict[tuple[str, frozenset[str] | None], Allowed | None] = OrderedDict()
        self._lock = Lock()

    def allowed(
        self, filters: Filters | None = None, regions: AbstractSet[str] | None = None
    ) -> Allowed | None:
        """What both filters keep; None where everything is allowed, as it is without a filter.

        Raises:
            FilterError: as `matching`.
        """
        if not filters and regions is None:
            return None
        key = (
            json.dumps(filters or {}, sort_keys=True, default=repr),
            None if regions is None else frozenset(regions),
        )
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        allowed = self._masks(filters, regions)
        with self._lock:
            self._kept[key] = allowed
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return allowed

    def _masks(self, filters: Filters | None, regions: AbstractSet[str] | None) -> Allowed | None:
        documents = np.ones(len(self._columns), bool)
        if regions is not None:
            documents &= self._columns.in_regions(regions)
        if filters:
            everything = list(self._documents())
            kept = {document.id for document in matching(filters, everything)}
            documents &= np.fromiter((each.id in kept for each in everything), bool)
        if documents.all():  # must not cost more, nor find less, than no filter
            return None
        return Allowed(documents, Kept(self._columns.rows_of(documents)))
