"""Timing several searches in one run: rounds in which each has its turn, on one core."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Generic, TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

Q = TypeVar("Q")
_FEWEST = 3  # questions a turn


@dataclass(frozen=True, kw_only=True)
class Runner(Generic[Q]):
    """Something that answers questions one by one."""

    name: str
    run: Callable[[Q], object]


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Milliseconds a question: the median of each round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Of the rounds."""
        return float(np.median(self.rounds))

    def times(self, other: "Timing") -> "Timing":
        """How many times as long as another took, round by round."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return Timing(rounds=tuple(own / its for own, its in pairs))


def race(
    runners: Sequence[Runner[Q]], questions: Sequence[Q], *, rounds: int, turn_s: float
) -> Mapping[str, Timing]:
    """Time all of them, each in every round, so that a busy minute slows all of them down.

    A turn takes as many questions as fit into `turn_s` (three at least), behind one that is not
    timed, since the others have had the caches meanwhile. All libraries have one thread.
    """
    medians: dict[str, list[float]] = {each.name: [] for each in runners}
    gc.collect()
    gc.freeze()  # what the peers hold in Python objects must not slow the others down
    try:
        with threadpool_limits(1):
            for number in range(rounds):
                turned = [*questions[number:], *questions[:number]]
                for runner in runners:
                    medians[runner.name].append(_turn(runner, turned, turn_s))
    finally:
        gc.unfreeze()
    return {name: Timing(rounds=tuple(values)) for name, values in medians.items()}


def _turn(runner: Runner[Q], questions: Sequence[Q], turn_s: float) -> float:
    runner.run(questions[-1])
    took: list[float] = []
    started = perf_counter()
    for question in questions:
        before = perf_counter()
        runner.run(question)
        took.append(perf_counter() - before)
        if len(took) >= _FEWEST and perf_counter() - started > turn_s:
            break
    return float(np.median(took)) * 1000
