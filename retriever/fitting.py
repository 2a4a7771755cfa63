"""Fitting P(right) on the base's own questions when it is published.

Each sample question, and each question of an FAQ, is asked with its own words taken out of the
index, so that it has to be found by the others; every third is asked with its whole item taken
out, so that what the base does not know gets a low probability too.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from retriever.calibration import Calibration, Judged, Line, Question, fit
from retriever.candidates import Candidates, best_of_items
from retriever.fields import DocumentRole, Field
from retriever.ranking import find_candidates, item_of, keep
from retriever.snapshot import FieldIndex, Snapshot
from retriever.wording import Encode, Wording, wordings

MOST_QUESTIONS = 600
_DEPTH = 10
_UNKNOWN_EVERY = 3

# Fitted on the sample base; kept for what a base has too few questions of its own to fit.
DEFAULT = Calibration(
    fields={
        Field.NAMES: Line(bias=-50.0, weight=55.0),
        Field.ANSWERS: Line(bias=-50.0, weight=55.0),
        Field.PASSAGES: Line(bias=-26.5, weight=31.0),
    },
    bias=0.0,
    relevance_weight=0.6,
    lead_weight=0.6,
)


def fit_calibration(snapshot: Snapshot, encode: Encode) -> Calibration:
    """Fit on the questions that the snapshot holds; the default where they are too few."""
    asked = questions_of(snapshot)
    if not asked:
        return DEFAULT
    worded = wordings([text for text, _ in asked], encode, snapshot.tokenizer, snapshot.ranker)
    questions = [
        judged(snapshot, text, item, wording, known=number % _UNKNOWN_EVERY != 0)
        for number, ((text, item), wording) in enumerate(zip(asked, worded, strict=True))
    ]
    return fit(questions, DEFAULT, _shares(snapshot))


def questions_of(snapshot: Snapshot) -> list[tuple[str, str]]:
    """(question, item code), evenly drawn over the base."""
    store = snapshot.fields[Field.NAMES].store
    every = [
        (document.content or "", str(document.meta["item_code"]))
        for document in store.get(range(len(store.columns)))
        if document.meta["role"] == DocumentRole.QUESTION
    ]
    step = max(1, -(-len(every) // MOST_QUESTIONS))
    return every[::step]


def _shares(snapshot: Snapshot) -> dict[Field, float]:
    codes = {field: set(index.store.columns.item_codes) for field, index in snapshot.fields.items()}
    total = len(set().union(*codes.values()))
    return {field: len(codes.get(field, ())) / total for field in Field}


def judged(
    snapshot: Snapshot, text: str, item: str, asked: Mapping[Field, Wording], *, known: bool
) -> Question:
    """What each field finds without the question's own words or, unless `known`, its item."""
    found = find_candidates(snapshot, asked)
    found_by: dict[Field, Judged] = {}
    for field, own in found.items():
        index = snapshot.fields[field]
        left_out = _same_words(index, own, text) if known else _of_item(index, own, item)
        rest = keep(own, ~left_out)
        places = best_of_items(index.store, rest)[:_DEPTH]
        found_by[field] = Judged(
            items=[item_of(index, int(each)) for each in rest.documents[places]],
            scores=rest.score[places].astype(np.float64),
            right=item if known else None,
        )
    return found_by


def without_own_words(
    snapshot: Snapshot, found: Mapping[Field, Candidates], text: str
) -> dict[Field, Candidates]:
    """What was found for a question of the base, less the question itself."""
    return {
        field: keep(own, ~_same_words(snapshot.fields[field], own, text))
        for field, own in found.items()
    }


def _of_item(index: FieldIndex, candidates: Candidates, item: str) -> NDArray[np.bool_]:
    columns = index.store.columns
    own = [columns.item_codes[number] == item for number in columns.items[candidates.documents]]
    return np.array(own, bool)


def _same_words(index: FieldIndex, candidates: Candidates, text: str) -> NDArray[np.bool_]:
    """The question itself, wherever it stands."""
    contents = index.store.contents(candidates.documents)
    return np.array([content == text for content in contents], bool)
