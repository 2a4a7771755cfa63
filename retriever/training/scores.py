"""How often the right item comes first, on questions about items that nothing was fitted on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retriever.choice import Choice
from retriever.training.choosing import ChoiceSettings, Judged, folds, likeliest

NOWHERE = 1_000_000  # the place of what was not found
_FIVE = 5
_DRAWS = 1000
_BAND = (2.5, 97.5)  # per cent


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Shares of questions, with the 95 % interval of the first over items drawn anew."""

    first: float  # R@1
    five: float  # R@5
    low: float
    high: float
    questions: int
    items: int

    def __str__(self) -> str:
        return f"{self.first:.3f} ({self.low:.3f}–{self.high:.3f}), among five {self.five:.3f}"


def scores_of(places: Sequence[int], items: Sequence[str]) -> Scores:
    """Scores of questions.

    Args:
        places: of the right item, 0 for the first.
        items: that each question asks for.
    """
    if not places:
        return Scores(first=0.0, five=0.0, low=0.0, high=0.0, questions=0, items=0)
    _, item = np.unique(np.array(items), return_inverse=True)
    asked = np.bincount(item)
    right = np.bincount(item, np.array(places) == 0)
    drawn = np.random.default_rng(0).integers(len(asked), size=(_DRAWS, len(asked)))
    low, high = np.percentile(right[drawn].sum(axis=1) / asked[drawn].sum(axis=1), _BAND)
    found = np.array(places)
    return Scores(
        first=round(float((found == 0).mean()), 4),
        five=round(float((found < _FIVE).mean()), 4),
        low=round(float(low), 4),
        high=round(float(high), 4),
        questions=len(places),
        items=len(asked),
    )


def place(choice: Choice, question: Judged) -> int:
    """Where a choice puts the right item."""
    right = question.right
    if not right.any():
        return NOWHERE
    utilities = choice.utilities(question.values)
    order = np.argsort(-utilities, kind="stable")
    return int(np.flatnonzero(right[order])[0])


def places_held_out(questions: Sequence[Judged], settings: ChoiceSettings) -> list[int]:
    """Where each question's right item comes by a choice that was fitted on other items' questions.

    Raises:
        TooFewQuestions: there are not two items for each fold.
    """
    found: dict[int, int] = {}
    for own, rest in folds(questions, settings.folds):
        blind = likeliest(rest, settings)
        found |= {id(each): place(blind, each) for each in own}
    return [found[id(each)] for each in questions]
