"""Runs: what belongs to several things, laid out behind one another with where each one's starts."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

IntArray: TypeAlias = NDArray[np.int64]


def within(counts: IntArray) -> IntArray:
    """Of every member of runs of these lengths, its place in its own run: int64 [sum of counts]."""
    firsts = np.cumsum(counts) - counts
    places: IntArray = np.arange(counts.sum()) - np.repeat(firsts, counts)
    return places


def members(starts: IntArray, runs: IntArray) -> tuple[IntArray, IntArray]:
    """Where the members of some runs are, run by run.

    Args:
        starts: int64 [all runs + 1]; run i is starts[i] up to starts[i + 1].
        runs: int64 [n], the runs that are wanted.

    Returns:
        positions int64 [sum of counts] and the counts int64 [n].
    """
    firsts = starts[runs]
    counts = starts[runs + 1] - firsts
    if (counts == 1).all():  # as in most of what is looked up
        return firsts, counts
    return np.repeat(firsts, counts) + within(counts), counts
