"""`txtai`'s hybrid index, given our vectors: nothing is encoded and nothing downloaded."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from txtai import Embeddings

from eval.bench.collection import Collection, Question
from retriever.encoders.encoder import FloatArray


class TxtaiHybrid:
    """txtai as it is installed: its FAISS index (IVF), its BM25 and its own tokens."""

    name = "txtai, hybrid"

    def __init__(self, collection: Collection) -> None:
        self._given: dict[str, FloatArray] = {}
        texts = self._texts(collection)
        self._given.update(zip(texts, collection.vectors, strict=True))
        given = self._given

        def transform(texts: Sequence[str]) -> FloatArray:
            return np.stack([given[text] for text in texts])

        self._embeddings: Any = Embeddings(
            {
                "method": "external",
                "transform": transform,
                "content": False,
                "scoring": self._scoring(),
            }
        )
        self._embeddings.index((row, text, None) for row, text in enumerate(texts))

    def _texts(self, collection: Collection) -> Sequence[str]:
        return collection.texts

    def _asked(self, question: Question) -> str:
        return question.text

    def _scoring(self) -> dict[str, Any]:
        # What `hybrid: true` stands for.
        return {"method": "bm25", "terms": True, "normalize": True}

    def run(self, question: Question) -> object:
        """(row, score), best first."""
        return self._search(question, None)

    def rows(self, found: Any) -> list[int]:
        """See `Peer`."""
        return [row for row, _ in found]

    def nearest(self, question: Question) -> list[int]:
        """See `Peer`."""
        return self.rows(self._search(question, 1.0))

    def _search(self, question: Question, weights: float | None) -> object:
        asked = self._asked(question)
        self._given[asked] = question.vector
        return self._embeddings.search(asked, 10, weights=weights)


class TxtaiOurTokens(TxtaiHybrid):
    """txtai on the tokens that our own BM25 has: as good at words, and more of them."""

    name = "txtai, hybrid, our tokens"

    def _texts(self, collection: Collection) -> Sequence[str]:
        return [" ".join(tokens) for tokens in collection.tokens]

    def _asked(self, question: Question) -> str:
        return " ".join(question.tokens)

    def _scoring(self) -> dict[str, Any]:
        return {**super()._scoring(), "tokenizer": {"whitespace": True}}
