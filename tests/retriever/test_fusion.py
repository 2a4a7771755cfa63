import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from retriever.fusion import FloatArray, FusionWeights, fuse

EVEN = FusionWeights(dense=1.0, lexical=1.0)


def array(*values: float) -> FloatArray:
    return np.array(values, np.float32)


def test_the_score_is_the_weighted_mean_of_nearness_and_share() -> None:
    weights = FusionWeights(dense=3.0, lexical=1.0)
    assert fuse(array(0.8, 0.4), array(0.0, 6.0), 12.0, weights) == pytest.approx([0.6, 0.425])


def test_a_long_question_does_not_make_words_weigh_more() -> None:
    short = fuse(array(0.9, 0.8), array(1.0, 4.0), 4.0, EVEN)
    long = fuse(array(0.9, 0.8), array(10.0, 40.0), 40.0, EVEN)
    assert long == pytest.approx(short)


def test_without_a_known_word_the_vectors_decide() -> None:
    assert fuse(array(0.2, 0.5), array(0.0, 0.0), 0.0, EVEN) == pytest.approx([0.1, 0.25])


def test_only_the_ratio_of_the_weights_counts() -> None:
    dense, lexical = array(0.2, 0.5), array(3.0, 1.0)
    doubled = FusionWeights(dense=2.0, lexical=2.0)
    assert np.array_equal(fuse(dense, lexical, 5.0, EVEN), fuse(dense, lexical, 5.0, doubled))


def test_no_candidate_is_no_score() -> None:
    assert fuse(array(), array(), 3.0, EVEN).shape == (0,)


@pytest.mark.parametrize(("dense", "lexical"), [(0, 0), (-1, 2), (1, -0.1)])
def test_weights_that_mean_nothing_are_refused(dense: float, lexical: float) -> None:
    with pytest.raises(ValueError, match="negative"):
        FusionWeights(dense=dense, lexical=lexical)


def test_scores_of_different_candidates_are_refused() -> None:
    with pytest.raises(ValueError, match="dense scores beside"):
        fuse(array(0.1), array(0.1, 0.2), 1.0, EVEN)


@given(
    arrays(np.float32, 6, elements=st.floats(-1, 1, width=32)),
    arrays(np.float32, 6, elements=st.floats(0, 1, width=32)),
    st.floats(0.125, 1, width=32),
)
def test_more_shared_words_never_rank_lower_at_equal_nearness(
    dense: FloatArray, share: FloatArray, weight: float
) -> None:
    dense[:] = dense[0]
    fused = fuse(dense, share * 7, 7.0, FusionWeights(dense=1.0, lexical=float(weight)))
    assert np.all(np.diff(fused[np.argsort(share, kind="stable")]) >= -1e-6)
    assert np.all(fused <= 1 + 1e-6)
