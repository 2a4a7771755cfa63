"""Choosing among items: shares that sum to one with none of them, and what moves them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from retriever.choice import Choice, softmax
from retriever.features import FEATURES

utilities = arrays(np.float64, st.integers(1, 30), elements=st.floats(-40, 40)).map(
    lambda found: np.sort(found)[::-1]
)


def choice(**changes: float) -> Choice:
    told = {"nothing": 0.0, **changes}
    return Choice(weights=dict.fromkeys(FEATURES, 1.0), **told)


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
