"""Callers who ask at the same time are encoded together, each gets his own, and none waits for company."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore

import numpy as np
import pytest

from retriever.encoders import Role
from retriever.encoders.encoder import FloatArray, Progress
from retriever.encoders.gathering import Gathering
from retriever.encoders.hashing import HashingEncoder
from retriever.encoders.onnx_encoder import TOGETHER

LONG = 10.0  # seconds after which a test has hung


class Watched(HashingEncoder):
    """Tells what it is asked together, and goes on when it is let."""

    def __init__(self, *, held: bool = False) -> None:
        super().__init__()
        self.runs: list[list[str]] = []
        self.begun = Semaphore(0)
        self.go_on = Event()
        if not held:
            self.go_on.set()

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        self.runs.append(list(texts))
        self.begun.release()
        assert self.go_on.wait(LONG)
        if "坏" in texts:
            raise MemoryError("no room")
        return super().encode(texts, role, progress=progress)


def waiting(gathering: Gathering, count: int) -> None:
    """Until so many callers wait for a run."""
    pause = Event()
    for _ in range(1000):
        if gathering.waiting == count:
            return
        pause.wait(LONG / 1000)
    raise AssertionError(f"{gathering.waiting} callers wait, not {count}")


def test_one_caller_is_encoded_at_once() -> None:
    encoder = Watched()
    found = Gathering(encoder, runs=1).encode(["身份证"], Role.QUERY)
    np.testing.assert_array_equal(found, HashingEncoder().encode(["身份证"], Role.QUERY))
    assert encoder.runs == [["身份证"]]


def test_who_comes_while_it_is_busy_is_encoded_together() -> None:
    encoder = Watched(held=True)
    gathering = Gathering(encoder, runs=1)
    asked = [["补办身份证"], ["社保卡", "社保卡丢了"], ["公积金"], []]
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(gathering.encode, ["第一个"], Role.QUERY)
        assert encoder.begun.acquire(timeout=LONG)
        others = []
        for number, texts in enumerate(asked, 1):
            others.append(pool.submit(gathering.encode, texts, Role.QUERY))
            waiting(gathering, number)
        encoder.go_on.set()
        assert first.result(LONG).shape[0] == 1
        for texts, each in zip(asked, others, strict=True):
            expected = HashingEncoder().encode(texts, Role.QUERY)
            np.testing.assert_array_equal(each.result(LONG), expected)
    assert encoder.runs == [["第一个"], [text for texts in asked for text in texts]]


def test_a_run_holds_no_more_than_it_should() -> None:
    encoder = Watched(held=True)
    gathering = Gathering(encoder, runs=1)
    with ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(gathering.encode, ["第一个"], Role.QUERY)]
        assert encoder.begun.acquire(timeout=LONG)
        for number in range(1, 6):
            futures.append(pool.submit(gathering.encode, [f"问{number}"] * 5, Role.QUERY))
            waiting(gathering, number)
        encoder.go_on.set()
        for each in futures:
            each.result(LONG)
    assert [len(run) for run in encoder.runs] == [1, 15, 10]


def test_as_many_runs_at_once_as_it_is_given() -> None:
    encoder = Watched(held=True)
    gathering = Gathering(encoder, runs=2)
    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(gathering.encode, [text], Role.QUERY) for text in "甲乙丙"]
        assert encoder.begun.acquire(timeout=LONG)
        assert encoder.begun.acquire(timeout=LONG)
        waiting(gathering, 1)
        encoder.go_on.set()
        assert all(each.result(LONG).shape[0] == 1 for each in futures)


def test_a_run_that_fails_tells_all_in_it_and_the_next_goes_on() -> None:
    encoder = Watched(held=True)
    gathering = Gathering(encoder, runs=1)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(gathering.encode, ["第一个"], Role.QUERY)
        assert encoder.begun.acquire(timeout=LONG)
        failing = [pool.submit(gathering.encode, [text], Role.QUERY) for text in ("坏", "好")]
        waiting(gathering, 2)
        encoder.go_on.set()
        assert first.result(LONG).shape[0] == 1
        for each in failing:
            with pytest.raises(MemoryError, match="no room"):
                each.result(LONG)
    assert gathering.encode(["好"], Role.QUERY).shape[0] == 1


def test_much_at_once_goes_by_itself() -> None:
    encoder = Watched()
    texts = [f"问题{number}" for number in range(TOGETHER + 1)]
    assert len(Gathering(encoder, runs=1).encode(texts, Role.QUERY)) == len(texts)
    assert encoder.runs == [texts]
