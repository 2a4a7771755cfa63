"""Fitting the choice among items on questions whose right items are known."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from retriever.choice import VERBATIM, Choice, KnownBy, known_by, softmax
from retriever.errors import RetrieverError
from retriever.features import ANSWER, ANSWER_ALONE, FEATURES, OF_NAMES
from retriever.training.thresholds import safe_threshold

FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]
_FIXED = FEATURES.index("verbatim")
_FAQ, _ALONE = FEATURES.index("faq"), FEATURES.index("faq_alone")
_ANSWER, _ANSWER_ALONE = FEATURES.index(ANSWER), FEATURES.index(ANSWER_ALONE)
_OF_NAMES = np.array([name in OF_NAMES for name in FEATURES])
_TINY = 1e-9
_FEWEST = 100  # first items known by one thing, below which they have no line of their own


class TooFewQuestions(RetrieverError):
    """There are too few labelled questions to learn from."""

    def __init__(self, items: int, needed: int) -> None:
        super().__init__(
            f"The questions ask for {items} items; to learn from them and to try what was learnt "
            f"on others, at least {needed} are needed: add questions that ask for other items."
        )


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What was found for a question, and which of it is right."""

    values: FloatArray  # float64 [n, FEATURES]
    right: Mask  # bool [n]; none: what was found holds no answer
    item: str  # what it asks for; questions of one item are never on both sides of a split
    weight: float = 1.0

    def without_right(self, weight: float) -> "Judged":
        """The same question where the base has no answer to it."""
        kept = ~self.right
        return replace(self, values=self.values[kept], right=self.right[kept], weight=weight)

    def with_answers_only(self, weight: float) -> "Judged":
        """The same question where of every FAQ the answer alone is indexed."""
        values = self.values.copy()
        faq = values[:, _FAQ] > 0
        values[faq[:, None] & _OF_NAMES] = 0.0
        values[faq, _ALONE] = 1.0
        values[faq, _ANSWER_ALONE] = values[faq, _ANSWER]
        values[faq, _ANSWER] = 0.0
        return replace(self, values=values, weight=weight)


@dataclass(frozen=True, kw_only=True)
class ChoiceSettings:
    """How is fitted."""

    restraint: float = 3e-4  # what a unit of a standardised weight's square costs
    unknown: float = 0.1  # stated share of questions that a base has no answer to
    answers_only: float = 0.05  # of what a question weighs where FAQ are known by answers alone
    folds: int = 5  # by item, for P(right) and the threshold
    error: float = 0.05  # of what is answered, at most so much may be wrong
    chance: float = 0.1  # that it is more all the same


@dataclass(frozen=True, kw_only=True)
class First:
    """The first item for one question: its share, whether it is right, and what that weighs."""

    share: float
    right: bool
    weight: float
    known_by: KnownBy


def fit_choice(
    questions: Sequence[Judged],
    settings: ChoiceSettings = ChoiceSettings(),
    beside: Sequence[Judged] = (),
) -> Choice:
    """The likeliest choice; P(right) and thresholds come from questions it was not fitted on.

    Args:
        questions: with their right items among what was found, or not.
        settings: of the fit.
        beside: questions of other bases: how sure one may be there is learnt, nothing else.

    Raises:
        TooFewQuestions: there are not two items for each fold.
    """
    firsts = held_out(questions, settings)
    whole = likeliest(questions, settings)
    elsewhere = [first(whole, each) for each in _shown(beside, settings)]
    whole = _with_lines(whole, [*firsts, *elsewhere])
    told = np.array([whole.moved(each.share, each.known_by) for each in firsts])
    right = np.array([each.right for each in firsts])
    weights = np.array([each.weight for each in firsts])
    return replace(
        whole,
        answer_at=safe_threshold(
            told, right, weights, error=settings.error, chance=settings.chance
        ),
    )


def held_out(questions: Sequence[Judged], settings: ChoiceSettings) -> list[First]:
    """The first item for each question, shown with and without its right items.

    It is given by a choice that was not fitted on what the question asks for.

    Raises:
        TooFewQuestions: there are not two items for each fold.
    """
    found: list[First] = []
    for own, rest in folds(questions, settings.folds):
        blind = likeliest(rest, settings)
        found += [first(blind, each) for each in _shown(own, settings)]
    return found


def folds(questions: Sequence[Judged], count: int) -> list[tuple[list[Judged], list[Judged]]]:
    """(one fold, all others) for each fold; items go to folds in the order of their names."""
    items = sorted({each.item for each in questions})
    if len(items) < 2 * count:
        raise TooFewQuestions(len(items), 2 * count)
    fold = {item: number % count for number, item in enumerate(items)}
    return [
        (
            [each for each in questions if fold[each.item] == number],
            [each for each in questions if fold[each.item] != number],
        )
        for number in range(count)
    ]


def first(choice: Choice, question: Judged) -> First:
    """What a choice puts first."""
    utilities = choice.utilities(question.values)
    best = int(np.argmax(utilities))
    share = softmax(utilities, choice.nothing)[best]
    return First(
        share=float(share),
        right=bool(question.right[best]),
        weight=question.weight,
        known_by=known_by(question.values[best]),
    )


def _shown(questions: Sequence[Judged], settings: ChoiceSettings) -> list[Judged]:
    """The questions, and each once more as if the base had no answer."""
    share = settings.unknown / (1 - settings.unknown)
    unknown = [each.without_right(share * each.weight) for each in questions]
    return [each for each in (*questions, *unknown) if len(each.right)]


def likeliest(questions: Sequence[Judged], settings: ChoiceSettings) -> Choice:
    """The likeliest weights; P(right) and thresholds are not fitted."""
    other = [each.with_answers_only(settings.answers_only * each.weight) for each in questions]
    shown = _shown([*questions, *other], settings)
    every = np.concatenate([each.values for each in shown])
    mean, spread = every.mean(axis=0), every.std(axis=0)
    spread[spread < _TINY] = np.inf
    spread[_FIXED] = np.inf
    values = (every - mean) / spread
    starts = np.cumsum([0, *(len(each.values) for each in shown)])
    right = np.concatenate([each.right for each in shown])
    weights = np.array([each.weight for each in shown])
    weights = weights / weights.sum()
    none_right = ~np.logical_or.reduceat(right, starts[:-1])
    question = np.repeat(np.arange(len(shown)), np.diff(starts))

    def loss(parameters: FloatArray) -> tuple[float, FloatArray]:
        own, nothing = parameters[:-1], parameters[-1]
        utilities = values @ own
        highest = np.maximum(np.maximum.reduceat(utilities, starts[:-1]), nothing)
        powers = np.exp(utilities - highest[question])
        none = np.exp(nothing - highest)
        whole = np.add.reduceat(powers, starts[:-1]) + none
        good = np.maximum(
            np.add.reduceat(powers * right, starts[:-1]) + none * none_right, _TINY**8
        )
        pull = powers * ((1 / whole)[question] - np.where(right, (1 / good)[question], 0.0))
        gradient = np.empty_like(parameters)
        gradient[:-1] = values.T @ (pull * weights[question]) + 2 * settings.restraint * own
        gradient[-1] = float(weights @ (none * (1 / whole - np.where(none_right, 1 / good, 0.0))))
        value = float(weights @ (np.log(whole) - np.log(good)))
        return value + settings.restraint * float(own @ own), gradient

    start = np.zeros(len(FEATURES) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    own = found[:-1] / spread
    nothing = float(found[-1] + mean @ own)  # taking the mean off moved the items, not this
    own[_FIXED] = VERBATIM
    return Choice(weights=dict(zip(FEATURES, own.tolist(), strict=True)), nothing=nothing)


def _with_lines(choice: Choice, firsts: Sequence[First]) -> Choice:
    """A line for what enough first items are known by; what is left has that of items with questions."""
    counted = Counter(each.known_by for each in firsts)
    own = {
        by: _line([each for each in firsts if each.known_by is by])
        for by, count in counted.items()
        if count >= _FEWEST
    }
    shift, stretch = own.get(KnownBy.WORDS) or _line(firsts)
    lines = {str(by): line for by, line in own.items() if by is not KnownBy.WORDS}
    return replace(choice, shift=shift, stretch=stretch, lines=lines)


def _line(firsts: Sequence[First]) -> tuple[float, float]:
    """Platt's line over the logits of the shares: (shift, stretch), a stretch of 0 or more."""
    shares = np.clip([each.share for each in firsts], _TINY, 1 - _TINY)
    logits = np.log(shares / (1 - shares))
    signs = np.where([each.right for each in firsts], 1.0, -1.0)
    weights = np.array([each.weight for each in firsts])

    def loss(line: FloatArray) -> float:
        return float(weights @ np.logaddexp(0, -signs * (line[0] + line[1] * logits)))

    found = minimize(
        loss, np.array([0.0, 1.0]), method="L-BFGS-B", bounds=[(None, None), (0, None)]
    )
    return float(found.x[0]), float(found.x[1])
