"""Learning to choose: what speaks for items gets weight, and errors stay below what was stated."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.choice import VERBATIM
from retriever.features import FEATURES
from retriever.training.choosing import (
    ChoiceSettings,
    Judged,
    TooFewQuestions,
    first,
    fit_choice,
    folds,
    held_out,
)
from retriever.training.thresholds import safe_threshold

NEAR, WORDS, FAQ, POLICY = map(FEATURES.index, ("near3", "words", "faq", "policy"))
SETTINGS = ChoiceSettings()


def asked(random: np.random.Generator, item: str, noise: float = 0.3) -> Judged:
    """Eight items, of which the third is nearest but for the noise; shared words say nothing."""
    values = np.zeros((8, len(FEATURES)))
    values[:, NEAR] = random.normal(0, noise, 8)
    values[:, WORDS] = random.normal(0, 1, 8)
    values[2, NEAR] += 1.0
    return Judged(values=values, right=np.arange(8) == 2, item=item)


def many(noise: float = 0.3, count: int = 400) -> list[Judged]:
    random = np.random.default_rng(5)
    return [asked(random, f"item {number % 40}", noise) for number in range(count)]


def passages(random: np.random.Generator, item: str) -> Judged:
    """Three policies, of which the nearest is the right one half of the time."""
    values = np.zeros((3, len(FEATURES)))
    values[:, POLICY] = 1.0
    values[:, NEAR] = random.normal(0, 0.1, 3)
    values[1, NEAR] += 1.0
    return Judged(values=values, right=np.arange(3) == random.integers(2), item=item)


class TestFitting:
    def test_what_tells_the_right_item_gets_the_weight(self) -> None:
        choice = fit_choice(many())
        assert choice.weights["near3"] > 5
        assert abs(choice.weights["words"]) < 0.5
        assert choice.weights["verbatim"] == VERBATIM  # no question can show what it is worth

    def test_the_same_questions_teach_the_same(self) -> None:
        assert fit_choice(many()) == fit_choice(many())

    def test_p_right_is_the_share_of_right_ones_among_new_questions(self) -> None:
        choice = fit_choice(many(noise=0.6))
        random = np.random.default_rng(6)
        new = [asked(random, "new", 0.6) for _ in range(1500)]
        firsts = [first(choice, each) for each in new]
        told = np.array([choice.moved(each.share) for each in firsts])
        right = np.array([each.right for each in firsts])
        # .1 of what it was fitted on was stated to have no answer, none of these.
        assert told.mean() == pytest.approx(right.mean(), abs=0.1)
        sure = told > 0.8
        assert right[sure].mean() > 0.85 > right[~sure].mean()

    def test_what_the_base_lacks_gets_less(self) -> None:
        choice = fit_choice(many())
        random = np.random.default_rng(7)
        new = [asked(random, "new") for _ in range(200)]
        known = np.mean([first(choice, each).share for each in new])
        lacking = np.mean([first(choice, each.without_right(1.0)).share for each in new])
        assert lacking < known / 2

    def test_over_a_base_of_policies_one_is_as_sure_as_was_right_over_such_bases(self) -> None:
        """What is fitted on items alone would be too sure of passages that are found half the time."""
        random = np.random.default_rng(8)
        policies = [passages(random, f"policy {number}") for number in range(600)]
        choice = fit_choice(many(), SETTINGS, policies)
        firsts = [first(choice, passages(random, "new")) for _ in range(600)]
        right = np.mean([each.right for each in firsts])
        told = np.mean([choice.moved(each.share, each.known_by) for each in firsts])
        alone = fit_choice(many())
        untold = np.mean([alone.moved(each.share, each.known_by) for each in firsts])
        assert told == pytest.approx(right, abs=0.08)
        assert abs(untold - right) > 2 * abs(told - right)
        assert choice.weights == alone.weights

    def test_what_few_first_items_are_known_by_has_no_line_of_its_own(self) -> None:
        random = np.random.default_rng(8)
        few = [passages(random, f"policy {number}") for number in range(20)]
        assert fit_choice(many(), SETTINGS, few).lines == {}

    def test_too_few_items_are_refused_and_the_remedy_is_named(self) -> None:
        with pytest.raises(TooFewQuestions, match="add questions that ask for other items"):
            fit_choice(many(count=9))


class TestFolds:
    def test_no_item_is_on_both_sides(self) -> None:
        for own, rest in folds(many(), 5):
            assert not {each.item for each in own} & {each.item for each in rest}
            assert len(own) + len(rest) == 400

    def test_every_question_is_held_out_once_as_it_is(self) -> None:
        assert sum(each.weight == 1.0 for each in held_out(many(), SETTINGS)) == 400


class TestAnswersOnly:
    def test_an_faq_loses_what_its_question_says(self) -> None:
        values = np.ones((2, len(FEATURES)))
        values[0, FAQ] = 0.0
        told = Judged(values=values, right=np.array([True, False]), item="x").with_answers_only(1.0)
        assert told.values[0].tolist() == values[0].tolist()
        assert told.values[1, NEAR] == 0.0
        assert told.values[1, FEATURES.index("answer_alone")] == 1.0
        assert told.values[1, FEATURES.index("answer")] == 0.0


class TestThreshold:
    @given(st.integers(0, 200))
    def test_of_what_is_answered_no_more_is_wrong_than_was_stated(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        told = random.uniform(0, 1, 400)
        right = random.uniform(0, 1, 400) < told
        found = safe_threshold(told, right, np.ones(400), error=0.2, chance=0.1)
        answered = told >= found
        if answered.any():
            assert (~right[answered]).mean() <= 0.2

    def test_a_higher_error_lets_more_be_answered(self) -> None:
        random = np.random.default_rng(1)
        told = random.uniform(0, 1, 2000)
        right = random.uniform(0, 1, 2000) < told
        strict, lax = (
            safe_threshold(told, right, np.ones(2000), error=error, chance=0.1)
            for error in (0.1, 0.3)
        )
        assert lax < strict

    def test_what_is_never_right_is_never_answered(self) -> None:
        told, right = np.linspace(0, 1, 50), np.zeros(50, bool)
        assert safe_threshold(told, right, np.ones(50), error=0.1, chance=0.1) == 0.99
