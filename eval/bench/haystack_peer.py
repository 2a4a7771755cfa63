"""Haystack's in-memory store with its BM25 and embedding retrievers, joined by rank."""

from typing import Any

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore

from eval.bench.collection import Collection, Question

_FROM_EACH = 100


class HaystackPipeline:
    """The pipeline of Haystack's hybrid retrieval, on our tokens: its own would be whole clauses."""

    name = "haystack, in memory"

    def __init__(self, collection: Collection) -> None:
        store = InMemoryDocumentStore(bm25_tokenization_regex=r"\S+")
        store.write_documents(
            [
                Document(id=str(row), content=" ".join(tokens) or None, embedding=vector.tolist())
                for row, (tokens, vector) in enumerate(
                    zip(collection.tokens, collection.vectors, strict=True)
                )
            ]
        )
        self._dense = InMemoryEmbeddingRetriever(store, top_k=_FROM_EACH)
        self._pipeline = Pipeline()
        self._pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=_FROM_EACH))
        self._pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store, top_k=_FROM_EACH))
        self._pipeline.add_component(
            "join", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=10)
        )
        self._pipeline.connect("words", "join")
        self._pipeline.connect("vectors", "join")

    def run(self, question: Question) -> object:
        """Documents, best first."""
        found = self._pipeline.run(
            {
                "words": {"query": " ".join(question.tokens)},
                "vectors": {"query_embedding": question.vector.tolist()},
            }
        )
        return found["join"]["documents"]

    def rows(self, found: Any) -> list[int]:
        """See `Peer`."""
        return [int(document.id) for document in found]

    def nearest(self, question: Question) -> list[int]:
        """See `Peer`."""
        return self.rows(self._dense.run(question.vector.tolist())["documents"][:10])
