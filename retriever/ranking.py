"""From a question to items in order: both indexes of every field, fused, on one scale."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retriever.calibration import Calibration, FloatArray
from retriever.candidates import Candidates
from retriever.elements import naming_words
from retriever.encoders.encoder import Role
from retriever.fields import Field
from retriever.ranker import PLAIN, Ranker
from retriever.snapshot import FieldIndex, Snapshot
from retriever.tokens import Tokenizer, normalise


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """Items best first, each with the document that found it."""

    fields: tuple[Field, ...]  # of the document
    positions: NDArray[np.int64]  # of the document in its field's store
    scores: FloatArray  # fused, float64 [items]
    relevance: FloatArray  # on the common scale, float64 [items]

    def __len__(self) -> int:
        return len(self.fields)

    def head(self, k: int) -> "Ranked":
        """The first k."""
        return Ranked(
            fields=self.fields[:k],
            positions=self.positions[:k],
            scores=self.scores[:k],
            relevance=self.relevance[:k],
        )


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A question as one field is searched with it."""

    vector: NDArray[np.float32]  # float32 [dimension], of length one
    tokens: Sequence[str]


Encode = Callable[[Sequence[str], Role], NDArray[np.float32]]


def wordings(
    texts: Sequence[str], encode: Encode, tokenizer: Tokenizer, ranker: Ranker = PLAIN
) -> list[dict[Field, Wording]]:
    """Each question as each field is searched with it.

    Names are searched with the words that name something (「身份证丢了补办」), answers and passages
    with the whole question, whose asking words (「多少钱」) they hold themselves.
    """
    whole = [normalise(text) for text in texts]
    naming = [naming_words(text) for text in whole]
    distinct = list(dict.fromkeys((*whole, *naming)))
    row = {text: number for number, text in enumerate(distinct)}
    vectors = encode(distinct, Role.QUERY)
    cut = {text: tokenizer.tokens(text) for text in distinct}

    turned = {field: ranker.turned(field, vectors) for field in Field}

    def wording(field: Field, text: str) -> Wording:
        return Wording(vector=turned[field][row[text]], tokens=cut[text])

    return [
        {field: wording(field, n if field is Field.NAMES else w) for field in Field}
        for w, n in zip(whole, naming, strict=True)
    ]


def find_candidates(
    snapshot: Snapshot,
    asked: Mapping[Field, Wording],
    regions: AbstractSet[str] | None = None,
) -> dict[Field, Candidates]:
    """What both indexes of each field find."""
    return {
        field: index.find(asked[field].vector, asked[field].tokens, regions=regions)
        for field, index in snapshot.fields.items()
    }


def rank(
    snapshot: Snapshot, candidates: dict[Field, Candidates], calibration: Calibration
) -> Ranked:
    """Order the items of all fields; an item found in two fields counts with the better."""
    fields = tuple(candidates)
    scores = [candidates[field].score.astype(np.float64) for field in fields]
    relevance = np.concatenate(
        [calibration.relevance(field, own) for field, own in zip(fields, scores, strict=True)]
    )
    positions = np.concatenate([candidates[field].documents for field in fields])
    items = np.concatenate(
        [snapshot.item_numbers[field][candidates[field].documents] for field in fields]
    )
    found_in = np.repeat(np.arange(len(fields)), [len(own) for own in scores])
    best_first = np.argsort(-relevance, kind="stable")
    _, first = np.unique(items[best_first], return_index=True)
    chosen = best_first[np.sort(first)]
    return Ranked(
        fields=tuple(fields[number] for number in found_in[chosen].tolist()),
        positions=positions[chosen],
        scores=np.concatenate(scores)[chosen],
        relevance=relevance[chosen],
    )


def keep(candidates: Candidates, mask: NDArray[np.bool_]) -> Candidates:
    """The candidates where `mask` (bool [n]) is true."""
    return Candidates(
        documents=candidates.documents[mask],
        score=candidates.score[mask],
        dense=candidates.dense[mask],
        lexical=candidates.lexical[mask],
    )


def item_of(index: FieldIndex, position: int) -> str:
    """The item code of a document."""
    columns = index.store.columns
    return str(columns.item_codes[columns.items[position]])
