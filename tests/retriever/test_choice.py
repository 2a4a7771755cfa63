"""Choosing among items: shares that sum to one with none of them, and what moves them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from retriever.choice import Choice, KnownBy, known_by, softmax
from retriever.features import FEATURES

utilities = arrays(np.float64, st.integers(1, 30), elements=st.floats(-40, 40)).map(
    lambda found: np.sort(found)[::-1]
)


def choice(nothing: float = 0.0, shift: float = 0.0, stretch: float = 1.0) -> Choice:
    weights = dict.fromkeys(FEATURES, 1.0)
    return Choice(weights=weights, nothing=nothing, shift=shift, stretch=stretch)


@given(utilities, st.floats(-30, 30), st.floats(-3, 3), st.floats(0, 3))
def test_probabilities_keep_the_order_and_sum_to_one_at_most(
    found: np.ndarray, nothing: float, shift: float, stretch: float
) -> None:
    told = choice(nothing=nothing, shift=shift, stretch=stretch).probabilities(found)
    assert ((told >= 0) & (told <= 1)).all()
    assert told.sum() <= 1 + 1e-9
    assert (np.diff(told[1:]) <= 1e-12).all()


@given(utilities, st.floats(-30, 30))
def test_a_better_chance_of_nothing_takes_from_every_item(
    found: np.ndarray, nothing: float
) -> None:
    assert (softmax(found, nothing) >= softmax(found, nothing + 1) - 1e-12).all()


def test_siblings_that_are_equally_near_share() -> None:
    told = choice(nothing=-50.0).probabilities(np.array([3.0, 3.0, 3.0, 3.0]))
    assert told.tolist() == pytest.approx([0.25] * 4)


def test_nothing_found_has_no_probability() -> None:
    assert len(choice().probabilities(np.empty(0))) == 0


def test_a_weight_of_an_unknown_feature_is_refused() -> None:
    with pytest.raises(ValueError, match="other features"):
        Choice(weights={"colour": 1.0}, nothing=0.0)


def test_a_feature_that_is_younger_than_the_choice_says_nothing() -> None:
    older = Choice(weights={"near": 2.0}, nothing=0.0)
    assert older.utilities(np.ones((1, len(FEATURES)))).tolist() == [2.0]


def test_how_sure_one_may_be_depends_on_what_an_item_is_known_by() -> None:
    told = Choice(weights={}, nothing=0.0, lines={"passage": (1.0, 1.0)})
    found = np.array([0.5, 0.1])
    known = told.probabilities(found)[0]
    assert told.probabilities(found, KnownBy.NAME)[0] == known
    assert told.probabilities(found, KnownBy.PASSAGE)[0] > known


@pytest.mark.parametrize(
    ("told", "by"),
    [
        ({"named": 1, "near": 0.1, "near3": 0.1}, "name"),
        ({"named": 1, "near": 0.2, "near3": 0.1}, "words"),
        ({"faq": 1, "faq_alone": 1}, "answer"),
        ({"policy": 1}, "passage"),
        ({}, "words"),
    ],
)
def test_what_an_item_is_known_by(told: dict[str, float], by: str) -> None:
    values = np.array([float(told.get(name, 0.0)) for name in FEATURES])
    assert known_by(values) is KnownBy(by)
