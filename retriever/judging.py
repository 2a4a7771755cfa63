"""Whether the fast encoder finds as well as the model it was made of, on the base's own questions."""

import logging

import numpy as np

from retriever.encoders.encoder import Role
from retriever.encoders.source import Encoders
from retriever.fields import Field
from retriever.fitting import DEFAULT, questions_of, without_own_words
from retriever.ranking import find_candidates, item_of, rank
from retriever.snapshot import Snapshot
from retriever.wording import Encode, wordings

log = logging.getLogger(__name__)

MOST_LOST = 0.005  # of R@1: half of what the two models' noise is on 1,000 questions
FEWEST_QUESTIONS = 50
LEAST_COSINE = 0.99  # on average over names; .997 was measured
_TEXTS = 200


def finds_as_well(snapshot: Snapshot, model: Encode, twin: Encode) -> bool:
    """Whether both find the base's questions equally often first, ranked as citizens' are.

    The vectors of names must be alike as well: what was learnt of choosing looks at all texts of
    an item, the question's own among them, and finds those by less than good vectors too. A base
    with fewer than `FEWEST_QUESTIONS` is judged by that alone.
    """
    cosine = _mean_cosine(snapshot, model, twin)
    log.info("quantised encoder: mean cosine %.4f on names", cosine)
    if cosine < LEAST_COSINE:
        return False
    if len(questions_of(snapshot)) < FEWEST_QUESTIONS:
        return True
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
    """R@1 on the base's questions, each with its own words taken out of what is found."""
    asked = questions_of(snapshot)
    worded = wordings([text for text, _ in asked], encode, snapshot.tokenizer, snapshot.ranker)
    right = 0
    for (text, item), wording in zip(asked, worded, strict=True):
        found = without_own_words(snapshot, find_candidates(snapshot, wording), text)
        ranked = rank(snapshot, wording, found, DEFAULT)
        if len(ranked):
            index = snapshot.fields[ranked.fields[0]]
            right += item_of(index, int(ranked.positions[0])) == item
    return right / len(asked)


def _mean_cosine(snapshot: Snapshot, model: Encode, twin: Encode) -> float:
    store = snapshot.fields[Field.NAMES].store
    count = min(len(store.columns), _TEXTS)
    if count == 0:
        return 1.0
    positions = np.linspace(0, len(store.columns) - 1, count, dtype=int)
    texts = [document.content or "" for document in store.get(positions)]
    return float((model(texts, Role.QUERY) * twin(texts, Role.QUERY)).sum(axis=1).mean())
