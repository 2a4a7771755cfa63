"""P(right): from fused scores to one probability that means the same everywhere.

The fields score on different scales, so a hit's fused score is first put on a common one,
    relevance = bias_field + weight_field * score          (log-odds of being right by itself),
and then weighed with its lead over the best other hit, because a score says little where ten
siblings have nearly the same:
    P(right) = 1 / (1 + exp(-(bias + relevance_weight * relevance + lead_weight * lead))).
Both steps are logistic regressions (Platt, "Probabilistic outputs for support vector machines",
1999). The weights are never negative, so a better score never makes a hit less likely.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize

from retriever.fields import Field

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Line:
    """relevance = bias + weight * score, for one field."""

    bias: float
    weight: float


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """The numbers of both formulas, and on how many questions they were fitted."""

    fields: Mapping[Field, Line]
    bias: float
    relevance_weight: float
    lead_weight: float
    questions: int = 0
    answer_at: float = 0.4  # P(right) from which a hit is answered
    offer_at: float = 0.03  # P(right) from which a hit is worth offering

    def relevance(self, field: Field, scores: FloatArray) -> FloatArray:
        """The common scale: float64, the shape of `scores`."""
        line = self.fields[field]
        return line.bias + line.weight * scores

    def probabilities(self, relevance: FloatArray) -> FloatArray:
        """P(right) of each hit, given the relevance of all of them, best first: float64 [hits]."""
        return _sigmoid(
            self.bias + self.relevance_weight * relevance + self.lead_weight * leads(relevance)
        )


def _sigmoid(logits: FloatArray) -> FloatArray:
    found: FloatArray = 1.0 / (1.0 + np.exp(-np.clip(logits, -50, 50)))
    return found


def leads(relevance: FloatArray) -> FloatArray:
    """Each hit's lead over the best other one; that of a single hit is 0."""
    if len(relevance) < 2:  # noqa: PLR2004 - no other to lead over
        return np.zeros(len(relevance))
    best_other = np.full(len(relevance), relevance[0])
    best_other[0] = relevance[1]
    lead: FloatArray = relevance - best_other
    return lead


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What one field found for a question whose right item is known."""

    items: Sequence[str]  # item codes, best first
    scores: FloatArray  # fused, float64 [items]
    right: str | None  # the right item code; None where the base holds no answer


Question = Mapping[Field, Judged]


def fit(
    questions: Sequence[Question], default: Calibration, shares: Mapping[Field, float]
) -> Calibration:
    """Fit both steps.

    A field in which hardly a question finds its right item has nothing to learn from but its
    wrong ones: it keeps the default's weight, with the bias at which its first hits are right as
    often as the field has a share in the base.

    Args:
        questions: at least one.
        default: what to keep where there is nothing to learn from.
        shares: of each field in the item codes of the base, 0 to 1.
    """
    lines = {field: _line(questions, field, default, shares[field]) for field in Field}
    first = Calibration(fields=lines, bias=0.0, relevance_weight=1.0, lead_weight=0.0)
    merged = [_merged(question, first) for question in questions]
    features = np.concatenate(
        [np.stack([relevance, leads(relevance)], axis=1) for relevance, _ in merged]
    )
    fitted = _logistic(features, np.concatenate([right for _, right in merged]))
    if fitted is None:
        return default
    return Calibration(
        fields=lines,
        bias=fitted[0],
        relevance_weight=fitted[1],
        lead_weight=fitted[2],
        questions=len(questions),
    )


def _line(questions: Sequence[Question], field: Field, default: Calibration, share: float) -> Line:
    own = [question[field] for question in questions if len(question[field].items)]
    if not own:
        return default.fields[field]
    scores = np.concatenate([each.scores for each in own])
    right = np.array([item == each.right for each in own for item in each.items])
    if fitted := _logistic(scores[:, None], right):
        return Line(bias=fitted[0], weight=fitted[1])
    weight = default.fields[field].weight
    best = np.array([each.scores[0] for each in own])

    def excess(bias: float) -> float:
        return float((1.0 / (1.0 + np.exp(-np.clip(bias + weight * best, -50, 50)))).mean()) - share

    if not 0.0 < share < 1.0:
        return default.fields[field]
    low, high = -50 - weight * best.max(), 50 - weight * best.min()
    return Line(bias=brentq(excess, low, high), weight=weight)


def _merged(question: Question, lines: Calibration) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Relevance of all fields' items, best first and each item once, and which are right."""
    best: dict[str, float] = {}
    right = None
    for field, own in question.items():
        right = own.right
        for item, relevance in zip(own.items, lines.relevance(field, own.scores), strict=True):
            best[item] = max(float(relevance), best.get(item, -np.inf))
    ordered = sorted(best, key=lambda item: -best[item])
    return (
        np.array([best[item] for item in ordered]),
        np.array([item == right for item in ordered], bool),
    )


_FEWEST = 40  # hits that are right, below which a line is not worth fitting


def _logistic(features: FloatArray, right: NDArray[np.bool_]) -> tuple[float, ...] | None:
    """Bias and non-negative weights of the most likely logistic model."""
    if right.sum() < _FEWEST or right.all():
        return None
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    standard = (features - mean) / spread
    signs = np.where(right, 1.0, -1.0)

    def loss(parameters: FloatArray) -> tuple[float, FloatArray]:
        logits = signs * (parameters[0] + standard @ parameters[1:])
        slope = -signs / (1.0 + np.exp(np.clip(logits, -50, 50)))
        gradient = np.concatenate([[slope.mean()], standard.T @ slope / len(signs)])
        ridge = 1e-4 * parameters[1:]
        gradient[1:] += ridge
        return float(np.logaddexp(0, -logits).mean() + 0.5 * ridge @ parameters[1:]), gradient

    bounds = [(None, None)] + [(0.0, None)] * features.shape[1]
    start = np.zeros(features.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[1:] / spread
    return (float(found[0] - weights @ mean), *(float(weight) for weight in weights))
