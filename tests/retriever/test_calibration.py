"""P(right) means the same everywhere: between 0 and 1, falling with relevance, fitted on questions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from retriever.calibration import Calibration, Judged, Line, Question, fit, leads
from retriever.fields import Field
from retriever.fitting import DEFAULT

SHARES = {Field.NAMES: 0.8, Field.ANSWERS: 0.15, Field.PASSAGES: 0.05}
weights = st.floats(0, 20)
calibrations = st.builds(
    lambda bias, relevance, lead: Calibration(
        fields=DEFAULT.fields, bias=bias, relevance_weight=relevance, lead_weight=lead
    ),
    st.floats(-50, 50),
    weights,
    weights,
)
relevances = arrays(np.float64, st.integers(0, 12), elements=st.floats(-60, 60)).map(
    lambda found: np.sort(found)[::-1]
)


def question(names: list[float], right: str | None, fields: tuple[Field, ...] = ()) -> Question:
    """Items A, B, C … found in the names (or in other fields) with these scores."""
    items = [chr(ord("A") + n) for n in range(len(names))]
    found = Judged(items=items, scores=np.array(names), right=right)
    nothing = Judged(items=[], scores=np.empty(0), right=right)
    return {field: found if field in (fields or (Field.NAMES,)) else nothing for field in Field}


def separable(count: int, seed: int = 0) -> list[Question]:
    """Right ones score .8 to 1, wrong ones .3 to .5; every third question has no right item."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        known = number % 3 != 0
        first = random.uniform(0.8, 1.0) if known else random.uniform(0.3, 0.5)
        others = np.sort(random.uniform(0.1, 0.3, 4))[::-1]
        made.append(question([first, *others], "A" if known else None))
    return made


class TestProbabilities:
    @given(calibrations, relevances)
    def test_they_lie_between_0_and_1_and_fall_with_relevance(
        self, calibration: Calibration, relevance: np.ndarray
    ) -> None:
        found = calibration.probabilities(relevance)
        assert found.shape == relevance.shape
        assert ((found >= 0) & (found <= 1)).all()
        assert (np.diff(found) <= 1e-12).all()

    @given(relevances)
    def test_the_first_leads_over_the_second_and_the_others_trail_the_first(
        self, relevance: np.ndarray
    ) -> None:
        found = leads(relevance)
        if len(relevance) < 2:
            assert not found.any()
        else:
            assert found[0] == relevance[0] - relevance[1]
            assert (found[1:] == relevance[1:] - relevance[0]).all()

    def test_one_that_leads_is_likelier_than_one_among_equals(self) -> None:
        alone = DEFAULT.probabilities(np.array([2.0, -3.0]))[0]
        crowded = DEFAULT.probabilities(np.array([2.0, 1.9]))[0]
        assert alone > crowded

    @given(st.sampled_from(list(Field)), st.floats(-1, 2), st.floats(0, 1))
    def test_a_better_score_is_never_less_relevant(
        self, field: Field, score: float, more: float
    ) -> None:
        low, high = DEFAULT.relevance(field, np.array([score, score + more]))
        assert high >= low


class TestFitting:
    def test_what_is_separable_is_told_apart(self) -> None:
        fitted = fit(separable(300), DEFAULT, SHARES)
        assert fitted.questions == 300
        line = fitted.fields[Field.NAMES]
        right = fitted.probabilities(line.bias + line.weight * np.array([0.9, 0.2]))
        wrong = fitted.probabilities(line.bias + line.weight * np.array([0.4, 0.2]))
        assert right[0] > 0.95
        assert wrong[0] < 0.05
        assert right[1] < 0.05

    def test_it_is_calibrated_on_data_like_it(self) -> None:
        """Where nothing can be told apart, P(right) is the share of right ones."""
        random = np.random.default_rng(1)
        asked = [question([0.7, 0.6], random.choice(["A", "B"], p=[0.7, 0.3])) for _ in range(1000)]
        fitted = fit(asked, DEFAULT, SHARES)
        line = fitted.fields[Field.NAMES]
        first = fitted.probabilities(line.bias + line.weight * np.array([0.7, 0.6]))[0]
        assert first == pytest.approx(0.7, abs=0.05)

    @given(st.integers(0, 50))
    def test_weights_are_never_negative(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        asked = [
            question(sorted(random.uniform(0, 1, 3), reverse=True), random.choice(list("ABCD")))
            for _ in range(120)
        ]
        fitted = fit(asked, DEFAULT, SHARES)
        assert min(fitted.relevance_weight, fitted.lead_weight) >= 0
        assert min(line.weight for line in fitted.fields.values()) >= 0

    def test_a_field_that_finds_nothing_keeps_its_default(self) -> None:
        fitted = fit(separable(300), DEFAULT, SHARES)
        assert fitted.fields[Field.PASSAGES] == DEFAULT.fields[Field.PASSAGES]

    @pytest.mark.parametrize("scores", [[0.8, 0.5], [1.4, 1.3], [-1.0, -1.0], [0.0]])
    def test_a_field_without_right_ones_is_right_as_often_as_its_share(
        self, scores: list[float]
    ) -> None:
        items = ["X", "Y"][: len(scores)]
        asked = [
            each
            | {
                Field.ANSWERS: Judged(
                    items=items, scores=np.array(scores), right=each[Field.NAMES].right
                )
            }
            for each in map(dict, separable(300))
        ]
        line = fit(asked, DEFAULT, SHARES).fields[Field.ANSWERS]
        assert line.weight == DEFAULT.fields[Field.ANSWERS].weight
        relevance = line.bias + line.weight * scores[0]
        assert 1 / (1 + np.exp(-relevance)) == pytest.approx(SHARES[Field.ANSWERS], abs=1e-6)

    def test_too_few_right_ones_leave_the_default(self) -> None:
        assert fit(separable(40), DEFAULT, SHARES) == DEFAULT

    def test_an_item_found_in_two_fields_counts_once_with_the_better(self) -> None:
        both = (Field.NAMES, Field.ANSWERS)
        asked = [
            question([0.9, 0.2], "A", both) if n % 2 else question([0.3, 0.2], None, both)
            for n in range(300)
        ]
        fitted = fit(asked, DEFAULT, SHARES)
        assert fitted.questions == 300
        assert fitted.fields[Field.NAMES] == Line(
            bias=fitted.fields[Field.ANSWERS].bias, weight=fitted.fields[Field.ANSWERS].weight
        )
