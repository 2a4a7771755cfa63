"""Learning how to turn vectors: what is asked for comes nearer, and the same data gives the same."""

from dataclasses import replace

import numpy as np
import pytest

from retriever.training.own_questions import own_questions
from retriever.training.projection import ProjectionSettings, fit_projection

SETTINGS = ProjectionSettings(epochs=40, batch=16, rate=0.05, temperature=0.1)


def asked_in_another_corner(seed: int = 0) -> tuple[np.ndarray, np.ndarray, list[tuple[int, ...]]]:
    """Names, and questions that lie where their names would lie if two axes were exchanged."""
    random = np.random.default_rng(seed)
    names = random.normal(size=(12, 8)).astype(np.float32)
    questions = names[:, [1, 0, *range(2, 8)]] + random.normal(0, 0.05, (12, 8))
    unit = [each / np.linalg.norm(each, axis=1, keepdims=True) for each in (questions, names)]
    return unit[0].astype(np.float32), unit[1].astype(np.float32), [(row,) for row in range(12)]


def first_right(questions: np.ndarray, names: np.ndarray, turn: np.ndarray) -> float:
    turned = [each + each @ turn.T for each in (questions, names)]
    unit = [each / np.linalg.norm(each, axis=1, keepdims=True) for each in turned]
    return float(((unit[0] @ unit[1].T).argmax(axis=1) == np.arange(len(names))).mean())


def test_what_is_asked_for_comes_first() -> None:
    questions, names, right = asked_in_another_corner()
    turn = fit_projection(questions, names, right, settings=SETTINGS)
    before = first_right(questions, names, np.zeros((8, 8)))
    assert before < 0.9
    assert first_right(questions, names, turn) == 1.0


def test_the_same_questions_teach_the_same() -> None:
    questions, names, right = asked_in_another_corner()
    once, again = (fit_projection(questions, names, right, settings=SETTINGS) for _ in range(2))
    np.testing.assert_allclose(once, again, atol=1e-6)


def test_restraint_holds_back() -> None:
    questions, names, right = asked_in_another_corner()
    free, held = (
        fit_projection(questions, names, right, settings=replace(SETTINGS, restraint=restraint))
        for restraint in (0.0, 1.0)
    )
    assert np.linalg.norm(held) < np.linalg.norm(free) / 2


def test_a_second_right_name_is_no_negative() -> None:
    """Where both of two names are right, learning does not drive the second away."""
    questions, names, _ = asked_in_another_corner()
    alone = fit_projection(questions[:1], names[:2], [(0,)], settings=SETTINGS)
    both = fit_projection(questions[:1], names[:2], [(0, 1)], settings=SETTINGS)
    assert np.abs(both).max() == pytest.approx(0, abs=1e-6)
    assert np.abs(alone).max() > 0


def test_progress_ends_with_all_steps() -> None:
    questions, names, right = asked_in_another_corner()
    told: list[tuple[int, int]] = []
    settings = ProjectionSettings(epochs=3, batch=5)
    fit_projection(questions, names, right, settings=settings, progress=lambda *at: told.append(at))
    assert told == [(step + 1, 9) for step in range(9)]


def test_own_questions_name_their_names() -> None:
    own = own_questions()
    assert len(own.questions) == len(own.right) > 7_000
    assert all(0 <= place < len(own.names) for (place,) in own.right)
    assert own.digest == own_questions().digest
