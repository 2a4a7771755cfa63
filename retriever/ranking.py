"""From a question to items in order: both indexes of every field, fused, on one scale."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retriever.calibration import Calibration, FloatArray
from retriever.candidates import Candidates
from retriever.choice import Choice, KnownBy, known_by
from retriever.evidence import Evidence, gather
from retriever.fields import Field
from retriever.snapshot import FieldIndex, Snapshot
from retriever.wording import Wording


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """Items best first, each with the document that found it."""

    fields: tuple[Field, ...]  # of the document
    positions: NDArray[np.int64]  # of the document in its field's store
    scores: FloatArray  # what they are ordered by within a field or, where learnt, among all
    probabilities: FloatArray  # P(right), float64 [items]

    def __len__(self) -> int:
        return len(self.fields)

    def head(self, k: int) -> "Ranked":
        """The first k."""
        return Ranked(
            fields=self.fields[:k],
            positions=self.positions[:k],
            scores=self.scores[:k],
            probabilities=self.probabilities[:k],
        )


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
    snapshot: Snapshot,
    asked: Mapping[Field, Wording],
    found: Mapping[Field, Candidates],
    calibration: Calibration,
) -> Ranked:
    """Order the items of all fields, by what was learnt of choosing among them if anything was."""
    choice = snapshot.ranker.choice
    if choice is not None:
        return _chosen(snapshot, asked, found, choice)
    return _calibrated(snapshot, found, calibration)


def _chosen(
    snapshot: Snapshot,
    asked: Mapping[Field, Wording],
    found: Mapping[Field, Candidates],
    choice: Choice,
) -> Ranked:
    evidence = gather(snapshot, asked, found)
    utilities = choice.utilities(evidence.values)
    order = np.argsort(-utilities, kind="stable")
    return Ranked(
        fields=tuple(evidence.fields[place] for place in order.tolist()),
        positions=evidence.positions[order],
        scores=utilities[order],
        probabilities=choice.probabilities(utilities[order], _first(evidence, order)),
    )


def _first(evidence: Evidence, order: NDArray[np.int64]) -> KnownBy:
    return known_by(evidence.values[order[0]]) if len(order) else KnownBy.WORDS


def _calibrated(
    snapshot: Snapshot, found: Mapping[Field, Candidates], calibration: Calibration
) -> Ranked:
    """By fused scores on one scale; an item found in two fields counts with the better."""
    fields = tuple(found)
    scores = [found[field].score.astype(np.float64) for field in fields]
    relevance = np.concatenate(
        [calibration.relevance(field, own) for field, own in zip(fields, scores, strict=True)]
    )
    positions = np.concatenate([found[field].documents for field in fields])
    items = np.concatenate(
        [snapshot.item_numbers[field][found[field].documents] for field in fields]
    )
    found_in = np.repeat(np.arange(len(fields)), [len(own) for own in scores])
    best_first = np.argsort(-relevance, kind="stable")
    _, first = np.unique(items[best_first], return_index=True)
    chosen = best_first[np.sort(first)]
    return Ranked(
        fields=tuple(fields[number] for number in found_in[chosen].tolist()),
        positions=positions[chosen],
        scores=np.concatenate(scores)[chosen],
        probabilities=calibration.probabilities(relevance[chosen]),
    )


def keep(candidates: Candidates, mask: NDArray[np.bool_]) -> Candidates:
    """The candidates where `mask` (bool [n]) is true."""
    return replace(
        candidates,
        documents=candidates.documents[mask],
        score=candidates.score[mask],
        dense=candidates.dense[mask],
        lexical=candidates.lexical[mask],
    )


def item_of(index: FieldIndex, position: int) -> str:
    """The item code of a document."""
    columns = index.store.columns
    return str(columns.item_codes[columns.items[position]])
