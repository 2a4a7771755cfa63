"""Measuring encodes each question once, and finds the same."""

from collections.abc import Sequence

import numpy as np
import pytest

from eval.encoded_once import EncodedOnce
from retriever.encoders.encoder import Encoder, FloatArray, Progress, Role
from retriever.encoders.hashing import HashingEncoder


class Counting(HashingEncoder):
    """Notes what it encoded."""

    def __init__(self) -> None:
        super().__init__()
        self.encoded: list[str] = []

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        self.encoded += texts
        return super().encode(texts, role, progress=progress)


@pytest.fixture
def counting() -> Counting:
    return Counting()


def test_a_question_is_encoded_once_and_as_ever(counting: Counting) -> None:
    once: Encoder = EncodedOnce(counting)
    first = once.encode(["身份证丢了", "多少钱"], Role.QUERY)
    again = once.encode(["多少钱", "身份证丢了"], Role.QUERY)
    assert counting.encoded == ["身份证丢了", "多少钱"]
    assert np.array_equal(first, again[::-1])
    assert np.array_equal(first, HashingEncoder().encode(["身份证丢了", "多少钱"], Role.QUERY))
    assert (once.name, once.dimension) == (counting.name, counting.dimension)


def test_progress_is_told_and_texts_that_answer_go_through(counting: Counting) -> None:
    once = EncodedOnce(counting)
    told: list[int] = []
    once.encode(["a", "a"], Role.QUERY, progress=told.append)
    once.encode(["a", "b"], Role.PASSAGE)
    assert sum(told) == 2
    assert counting.encoded == ["a", "a", "b"]
