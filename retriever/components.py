"""Haystack components: each wraps one plain function, so that the way of a question can be saved."""

from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from haystack import Document, component, default_from_dict, default_to_dict
from haystack.core.component.types import Variadic

from retriever.candidates import (
    Candidates,
    DenseFound,
    FloatArray,
    LexicalFound,
    find_dense,
    find_lexical,
    join,
)
from retriever.document_store import FaissDocumentStore
from retriever.encoders.encoder import Encoder, Role
from retriever.encoders.loading import load_encoder
from retriever.filters import Allowed
from retriever.fusion import FusionWeights
from retriever.lexical import LexicalIndex
from retriever.tokens import Tokenizer

T = TypeVar("T")
ROWS_PER_INDEX = 100  # taken from each index before fusion


@component
class QueryEncoder:
    """Turns a question into its vector."""

    def __init__(self, encoder: str, models_dir: str, loaded: Encoder | None = None) -> None:
        """Name the encoder; it is loaded at `warm_up`.

        Args:
            encoder: name or path, as `load_encoder` takes it.
            models_dir: where built models are kept.
            loaded: that encoder, where the process has it already.
        """
        self._name = encoder
        self._models_dir = models_dir
        self._encoder = loaded

    def warm_up(self) -> None:
        """Load the encoder.

        Raises:
            EncoderUnavailable: it cannot be loaded here.
        """
        if self._encoder is None:
            self._encoder = load_encoder(self._name, Path(self._models_dir))

    def to_dict(self) -> dict[str, Any]:
        """Haystack's form, without the loaded encoder."""
        return default_to_dict(self, encoder=self._name, models_dir=self._models_dir)

    @component.output_types(vector=FloatArray)
    def run(self, text: str) -> dict[str, FloatArray]:
        """`vector`: float32 [dimension], of length one."""
        self.warm_up()
        assert self._encoder is not None
        return {"vector": self._encoder.encode([text], Role.QUERY)[0]}


@component
class QueryTokenizer:
    """Cuts a question into tokens, with the words that the snapshot was built with."""

    def __init__(self, words_file: str, loaded: Tokenizer | None = None) -> None:
        """Name the file of words; it is read at `warm_up`.

        Args:
            words_file: one word a line, UTF-8.
            loaded: a tokenizer made of it, where the process has one already.
        """
        self._words_file = words_file
        self._tokenizer = loaded

    def warm_up(self) -> None:
        """Read the words."""
        if self._tokenizer is None:
            self._tokenizer = Tokenizer(
                Path(self._words_file).read_text(encoding="utf-8").splitlines()
            )

    def to_dict(self) -> dict[str, Any]:
        """Haystack's form."""
        return default_to_dict(self, words_file=self._words_file)

    @component.output_types(tokens=list[str])
    def run(self, text: str) -> dict[str, list[str]]:
        """`tokens`: of the question."""
        self.warm_up()
        assert self._tokenizer is not None
        return {"tokens": self._tokenizer.tokens(text)}


@component
class DenseRetriever:
    """Finds the texts nearest in meaning."""

    def __init__(self, document_store: FaissDocumentStore, rows: int = ROWS_PER_INDEX) -> None:
        self._store = document_store
        self._rows = rows

    def to_dict(self) -> dict[str, Any]:
        """Haystack's form."""
        return default_to_dict(self, document_store=self._store.to_dict(), rows=self._rows)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "DenseRetriever":
        """From Haystack's form."""
        return _with_store(cls, data)

    @component.output_types(dense=DenseFound)
    def run(
        self,
        vector: FloatArray,
        regions: list[str] | None = None,
        filters: dict[str, Any] | None = None,
    ) -> dict[str, DenseFound]:
        """`dense`: rows of the field that the filters allow."""
        return {
            "dense": find_dense(
                self._store, vector, self._rows, _allowed(self._store, filters, regions)
            )
        }


@component
class LexicalRetriever:
    """Finds the texts that share most words."""

    def __init__(
        self, document_store: FaissDocumentStore, index_folder: str, rows: int = ROWS_PER_INDEX
    ) -> None:
        self._store = document_store
        self._folder = index_folder
        self._rows = rows
        self._index = LexicalIndex.load(Path(index_folder))

    def to_dict(self) -> dict[str, Any]:
        """Haystack's form."""
        return default_to_dict(
            self,
            document_store=self._store.to_dict(),
            index_folder=self._folder,
            rows=self._rows,
        )

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "LexicalRetriever":
        """From Haystack's form."""
        return _with_store(cls, data)

    @component.output_types(lexical=LexicalFound)
    def run(
        self,
        tokens: list[str],
        regions: list[str] | None = None,
        filters: dict[str, Any] | None = None,
    ) -> dict[str, LexicalFound]:
        """`lexical`: rows of the field that the filters allow, and the scores of all rows."""
        allowed = _allowed(self._store, filters, regions)
        return {"lexical": find_lexical(self._index, tokens, self._rows, allowed)}


@component
class Fuser:
    """Scores what was found by both indexes and gives the documents behind it."""

    def __init__(
        self, document_store: FaissDocumentStore, dense: float, lexical: float, top_k: int = 10
    ) -> None:
        """Set the weights.

        Args:
            document_store: of the field.
            dense: weight of the vectors.
            lexical: weight of BM25.
            top_k: documents that are read and given back.
        """
        self._store = document_store
        self._weights = FusionWeights(dense=dense, lexical=lexical)
        self._top_k = top_k

    def to_dict(self) -> dict[str, Any]:
        """Haystack's form."""
        return default_to_dict(
            self,
            document_store=self._store.to_dict(),
            dense=self._weights.dense,
            lexical=self._weights.lexical,
            top_k=self._top_k,
        )

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Fuser":
        """From Haystack's form."""
        return _with_store(cls, data)

    @component.output_types(candidates=Candidates, documents=list[Document])
    def run(
        self,
        dense: DenseFound,
        lexical: LexicalFound,
        regions: list[str] | None = None,
        filters: dict[str, Any] | None = None,
    ) -> dict[str, Candidates | list[Document]]:
        """`candidates`: all, as arrays; `documents`: the best `top_k`, with their fused scores."""
        allowed = _allowed(self._store, filters, regions)
        candidates = join(self._store, dense, lexical, self._weights, allowed)
        documents = self._store.get(candidates.documents[: self._top_k])
        scores = candidates.score[: self._top_k].tolist()
        scored = [replace(each, score=score) for each, score in zip(documents, scores, strict=True)]
        return {"candidates": candidates, "documents": scored}


@component
class FieldJoiner:
    """Puts the documents of all fields into one list, best first."""

    def __init__(self, top_k: int = 10) -> None:
        self._top_k = top_k

    def to_dict(self) -> dict[str, Any]:
        """Haystack's form."""
        return default_to_dict(self, top_k=self._top_k)

    @component.output_types(documents=list[Document])
    def run(self, documents: Variadic[list[Document]]) -> dict[str, list[Document]]:
        """`documents`: by score, equal ones by id."""
        every = [document for found in documents for document in found]
        every.sort(key=lambda document: (-(document.score or 0.0), document.id))
        return {"documents": every[: self._top_k]}


def _with_store(cls: type[T], data: dict[str, Any]) -> T:
    parameters = dict(data["init_parameters"])
    parameters["document_store"] = FaissDocumentStore.from_dict(parameters["document_store"])
    made: T = default_from_dict(cls, {**data, "init_parameters": parameters})
    return made


def _allowed(
    store: FaissDocumentStore, filters: dict[str, Any] | None, regions: list[str] | None
) -> Allowed | None:
    return store.allowed(filters, None if regions is None else frozenset(regions))
