"""Whether the fast encoder finds as well as the model it was made of, on the base's own questions."""

import logging

import numpy as np

from retriever.encoders.encoder import Role
from retriever.encoders.source import Encoders
from retriever.fields import Field
from retriever.fitting import DEFAULT, judged, questions_of
from retriever.snapshot import Snapshot
from retriever.wording import Encode, wordings

log = logging.getLogger(__name__)

MOST_LOST = 0.005  # of R@1: half of what the two models' noise is on 1,000 questions
FEWEST_QUESTIONS = 50
LEAST_COSINE = 0.99  # on average, where the base has too few questions to count by
_TEXTS = 200


def finds_as_well(snapshot: Snapshot, model: Encode, twin: Encode) -> bool:
    """Compare R@1 of both on the base's questions, each with its own words taken out of the index.

    A base with fewer than `FEWEST_QUESTIONS` is judged by the mean cosine of both on its names.
    """
    if len(questions_of(snapshot)) < FEWEST_QUESTIONS:
        cosine = _mean_cosine(snapshot, model, twin)
        log.info("quantised encoder: mean cosine %.4f on names", cosine)
        return cosine >= LEAST_COSINE
    lost = _first_right(snapshot, model) - _first_right(snapshot, twin)
    log.info("quantised encoder: R@1 on the base's questions falls by %.4f", lost)
    return lost <= MOST_LOST


def settle_questions(encoders: Encoders, snapshot: Snapshot, model: Encode) -> None:
    """Let the twin encode questions from now on, or not; made first where it is not there.

    Without it everything works, only slower: what goes wrong in making it is logged.
    """
    try:
        twin = encoders.twin()
        accepted = twin is not None and finds_as_well(snapshot, model, twin.encode)
    except Exception:  # the exporting libraries raise whatever their parts raise
        log.exception("the quantised encoder could not be made; the model encodes questions")
        accepted = False
    encoders.accept_twin(accepted=accepted)


def _first_right(snapshot: Snapshot, encode: Encode) -> float:
    asked = questions_of(snapshot)
    worded = wordings([text for text, _ in asked], encode, snapshot.tokenizer, snapshot.ranker)
    right = 0
    for (text, item), wording in zip(asked, worded, strict=True):
        found = judged(snapshot, text, item, wording, known=True)
        best = max(
            (
                (DEFAULT.relevance(field, own.scores[:1])[0], own.items[0])
                for field, own in found.items()
                if own.items
            ),
            default=(0.0, None),
        )
        right += best[1] == item
    return right / len(asked)


def _mean_cosine(snapshot: Snapshot, model: Encode, twin: Encode) -> float:
    store = snapshot.fields[Field.NAMES].store
    count = min(len(store.columns), _TEXTS)
    if count == 0:
        return 1.0
    positions = np.linspace(0, len(store.columns) - 1, count, dtype=int)
    texts = [document.content or "" for document in store.get(positions)]
    return float((model(texts, Role.QUERY) * twin(texts, Role.QUERY)).sum(axis=1).mean())
