"""What is searched, taken out of a snapshot: the same texts, tokens and vectors for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.scale import Asked
from retriever.encoders.encoder import Encoder, FloatArray, Role
from retriever.fields import Field
from retriever.snapshot import Snapshot
from retriever.wording import Wording, wordings


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with everything that was computed of it before the clock starts."""

    text: str
    code: str  # of the right item, question or document
    vector: FloatArray  # float32 [dimension], of the whole question
    given: Mapping[str, FloatArray]  # of each form in which it is searched with
    tokens: Sequence[str]

    def encode(self, texts: Sequence[str], _role: Role) -> FloatArray:
        """Stands in for an encoder: looks the vectors up."""
        return np.stack([self.given[text] for text in texts])


@dataclass(frozen=True, kw_only=True)
class Collection:
    """All distinct texts of a base, those of one field behind those of the other."""

    texts: Sequence[str]
    tokens: Sequence[Sequence[str]]
    vectors: FloatArray  # float32 [texts, dimension]
    codes: Sequence[frozenset[str]]  # of each text, the items it stands for
    first: Mapping[Field, int]  # row of each field's first text


def collection_of(snapshot: Snapshot) -> Collection:
    """Read a snapshot."""
    texts: list[str] = []
    codes: list[frozenset[str]] = []
    vectors: list[FloatArray] = []
    first: dict[Field, int] = {}
    for field, index in snapshot.fields.items():
        first[field] = len(texts)
        columns = index.store.columns
        own = [""] * columns.row_count
        whose: list[set[str]] = [set() for _ in own]
        for document, row, item in zip(
            index.store.get(range(len(columns))), columns.rows, columns.items, strict=True
        ):
            own[row] = document.content or ""
            whose[row].add(columns.item_codes[item])
        texts += own
        codes += map(frozenset, whose)
        vectors.append(np.array(index.store.vectors.vectors))
    return Collection(
        texts=texts,
        tokens=[snapshot.tokenizer.tokens(text) for text in texts],
        vectors=np.ascontiguousarray(np.concatenate(vectors), np.float32),
        codes=codes,
        first=first,
    )


def questions_of(
    asked: Sequence[Asked], most: int, encoder: Encoder, snapshot: Snapshot
) -> list[Question]:
    """At most so many questions, evenly drawn, with their vectors and tokens."""
    step = max(1, len(asked) // most)
    return [_question(each, encoder, snapshot) for each in asked[::step][:most]]


def _question(asked: Asked, encoder: Encoder, snapshot: Snapshot) -> Question:
    given: dict[str, FloatArray] = {}

    def encode(texts: Sequence[str], role: Role) -> FloatArray:
        vectors = encoder.encode(texts, role)
        given.update(zip(texts, vectors, strict=True))
        return vectors

    wording: Wording = wordings([asked.text], encode, snapshot.tokenizer)[0][Field.ANSWERS]
    return Question(
        text=asked.text,
        code=asked.code,
        vector=wording.vector,
        given=given,
        tokens=wording.tokens,
    )
