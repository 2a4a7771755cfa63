"""What a text says is to be done: open, change, extend, cancel … (`data/acts.toml`)."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

MOST = 32  # acts: each is one bit of a number


@cache
def _acts() -> tuple[re.Pattern[str], ...]:
    text = files("retriever").joinpath("data/acts.toml").read_text(encoding="utf-8")
    patterns = tomllib.loads(text)["acts"].values()
    assert len(patterns) <= MOST
    return tuple(re.compile(pattern) for pattern in patterns)


def acts_of(text: str) -> int:
    """The acts that a normalised text speaks of, one bit each."""
    return sum(1 << bit for bit, act in enumerate(_acts()) if act.search(text))


def acts_of_all(texts: Sequence[str]) -> NDArray[np.uint32]:
    """The acts of many normalised texts, uint32 [texts]."""
    return np.fromiter((acts_of(text) for text in texts), np.uint32, len(texts))
