"""What an utterance that no rule knows is likest to, learnt from those of `element_utterances.jsonl`.

Ridge regression on character n-grams (tf-idf, length one), one output an element: solved when it is
first needed, in a quarter of a second, and kept as one row of weights for each n-gram.
"""

import json
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import lsmr

from kb.elements import Element
from retriever.tokens import normalise

FloatArray = NDArray[np.float64]
# Of the utterances that ask and that no rule hears these leave fewest wrong, each left out in turn.
_LONGEST = 2  # characters of an n-gram
_RIDGE = 0.2
LIKE_ENOUGH = 0.35  # of 1: an element is heard from here on
_ELEMENTS = tuple(Element)
_TEXTS = range(3, 81)  # characters: less says too little, more is a story


class Likeness:
    """Elements by likeness to utterances that are known."""

    def __init__(self, utterances: Sequence[tuple[str, frozenset[Element]]]) -> None:
        """Learn from texts (normalised) and what each of them asks for; nothing counts too."""
        counted = [_ngrams(text) for text, _ in utterances]
        seen = Counter(ngram for each in counted for ngram in each)
        self._numbers = {ngram: number for number, ngram in enumerate(seen)}
        self._rarity = np.array(
            [log((1 + len(counted)) / (1 + times)) + 1 for times in seen.values()]
        )
        weighed = [self._weighed(each) for each in counted]
        ends = np.cumsum([0, *(len(numbers) for numbers, _ in weighed)])
        rows = csr_matrix(
            (
                np.concatenate([w for _, w in weighed]),
                np.concatenate([n for n, _ in weighed]),
                ends,
            ),
            shape=(len(counted), len(seen)),
        )
        wanted = np.array(
            [[each in asked for each in _ELEMENTS] + [not asked] for _, asked in utterances], float
        )
        learnt = [lsmr(rows, each, damp=sqrt(_RIDGE), atol=1e-4, btol=1e-4)[0] for each in wanted.T]
        self._weights: FloatArray = np.column_stack(learnt)

    def elements(self, text: str) -> tuple[Element, ...]:
        """The elements that a normalised text is like enough to, likest first."""
        if len(text) not in _TEXTS:
            return ()
        numbers, weights = self._weighed(_ngrams(text))
        *likeness, nothing = (weights @ self._weights[numbers]).tolist()
        found = sorted(zip(likeness, _ELEMENTS, strict=True), reverse=True)
        return tuple(each for like, each in found if like > max(LIKE_ENOUGH, nothing))

    def _weighed(self, ngrams: Counter[str]) -> tuple[NDArray[np.int64], FloatArray]:
        """The known n-grams as numbers, and their weights, together of length one."""
        known = {self._numbers[ngram]: n for ngram, n in ngrams.items() if ngram in self._numbers}
        numbers = np.array(sorted(known), np.int64)
        weights = np.array([1 + log(known[each]) for each in numbers.tolist()])
        weights = weights * self._rarity[numbers]
        return numbers, weights / (np.linalg.norm(weights) or 1.0)


def _ngrams(text: str) -> Counter[str]:
    framed = f"^{text}$"
    return Counter(
        framed[at : at + size]
        for size in range(1, _LONGEST + 1)
        for at in range(len(framed) - size + 1)
    )


@lru_cache(maxsize=1)
def likeness() -> Likeness:
    """The likeness of the product, learnt once."""
    lines = files("retriever").joinpath("data/element_utterances.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in lines.splitlines()]
    return Likeness(
        [(normalise(row["question"]), frozenset(map(Element, row["elements"]))) for row in rows]
    )
