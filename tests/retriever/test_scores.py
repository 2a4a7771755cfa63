"""Scores of a training: what comes first, and how sure that is."""

import numpy as np

from retriever.choice import Choice
from retriever.features import FEATURES
from retriever.training.choosing import Judged
from retriever.training.scores import NOWHERE, place, scores_of

NEAR = Choice(weights={name: float(name == "near") for name in FEATURES}, nothing=0.0)


def judged(near: list[float], right: list[bool]) -> Judged:
    values = np.zeros((len(near), len(FEATURES)))
    values[:, FEATURES.index("near")] = near
    return Judged(values=values, right=np.array(right), item="X")


def test_the_place_is_that_of_the_best_right_item() -> None:
    assert place(NEAR, judged([0.1, 0.9, 0.5], [False, False, True])) == 1
    assert place(NEAR, judged([0.1, 0.9], [False, False])) == NOWHERE


def test_shares_are_of_questions_and_the_interval_of_items() -> None:
    found = scores_of([0, 0, 3, 9], ["a", "a", "b", "b"])
    assert (found.first, found.five, found.questions, found.items) == (0.5, 0.75, 4, 2)
    assert (found.low, found.high) == (0.0, 1.0)  # either item may be drawn twice


def test_without_questions_there_is_nothing_to_tell() -> None:
    assert scores_of([], []).questions == 0
