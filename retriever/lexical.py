"""BM25 over the tokens of distinct texts, saved as memory-mapped sparse columns (bm25s)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

import bm25s
import numpy as np
from numpy.typing import NDArray

# One loop in C over a token's column. scipy's public classes come to the same loop by way of
# checks and copies that take as long as the whole search; numpy's indexed addition takes seven
# times as long (docs/adr/0007).
from scipy.sparse._sparsetools import csc_matvec

from retriever.tokens import is_bigram, is_word

FloatArray: TypeAlias = NDArray[np.float32]
_SETTINGS_FILE = "lexical.json"
_MAXIMA_FILE = "maxima.npy"
_MOST_TOKENS = 4096  # of a question that count
# scipy's loop goes over column after column of a matrix. It is given the bounds of the question's
# columns, the last in the file first: in between it is sent backwards, which is no step at all.
_THIS_AND_NEXT = np.arange(2)
_TURNS = np.tile(np.array([1, 0], np.float32), _MOST_TOKENS)


@dataclass(frozen=True, kw_only=True)
class LexicalSettings:
    """BM25's two parameters, and what a token weighs by its kind."""

    k1: float
    b: float
    character: float = 1.0  # runs of letters and digits too
    bigram: float = 1.0
    word: float = 1.0

    def weight(self, token: str) -> float:
        """What a token of this kind weighs."""
        if is_word(token):
            return self.word
        return self.bigram if is_bigram(token) else self.character


class LexicalIndex:
    """BM25 in Lucene's form over texts that are numbered from 0.

    score(q, d) = sum over the distinct tokens t of q of
        weight(t) * ln(1 + (N - n_t + .5) / (n_t + .5))
        * tf / (tf + k1 * (1 - b + b * |d| / average |d|))
    (Robertson and Zaragoza 2009, the variant of Kamphuis et al. 2020 that Lucene uses), computed
    for every token and text when the index is built.
    """

    def __init__(
        self, bm25: bm25s.BM25 | None, maxima: FloatArray, rows: int, settings: LexicalSettings
    ) -> None:
        self._bm25 = bm25
        self._rows = rows
        self._settings = settings
        self._maxima = np.asarray(maxima)
        self._vocabulary: dict[str, int] = bm25.vocab_dict if bm25 else {}
        if bm25:
            # Plain views: slicing a memmap object costs more than adding up what it holds.
            self._values = np.asarray(bm25.scores["data"])
            self._texts = np.asarray(bm25.scores["indices"])
            self._starts = np.asarray(bm25.scores["indptr"]).astype(self._texts.dtype)

    def __len__(self) -> int:
        """How many texts are indexed."""
        return self._rows

    @classmethod
    def build(cls, texts: Iterable[Sequence[str]], settings: LexicalSettings) -> "LexicalIndex":
        """Index texts given as their tokens; no text at all and texts without a token are fine."""
        vocabulary: dict[str, int] = {}
        numbered = [
            [vocabulary.setdefault(token, len(vocabulary)) for token in tokens] for tokens in texts
        ]
        if not vocabulary:
            return cls(None, np.empty(0, np.float32), len(numbered), settings)
        bm25 = bm25s.BM25(k1=settings.k1, b=settings.b, method="lucene")
        bm25.index((numbered, vocabulary), create_empty_token=False, show_progress=False)
        starts = bm25.scores["indptr"]
        weights = np.fromiter(map(settings.weight, vocabulary), np.float32, len(vocabulary))
        bm25.scores["data"] *= np.repeat(weights, np.diff(starts))
        maxima = np.maximum.reduceat(bm25.scores["data"], starts[:-1])
        return cls(bm25, maxima, len(numbered), settings)

    def scores(self, tokens: Iterable[str]) -> FloatArray:
        """BM25 of every text for a question's tokens.

        Returns:
            float32 [number of texts], 0 where nothing matches; unknown tokens add nothing.
        """
        return self.found(tokens)[0]

    def attainable(self, tokens: Iterable[str]) -> float:
        """The score of a text that had the best column value for each known token.

        Dividing by it turns BM25 into a share between 0 and 1 that means the same for long and
        short questions.
        """
        return self.found(tokens)[1]

    def found(self, tokens: Iterable[str]) -> tuple[FloatArray, float]:
        """`scores` and `attainable` of one question."""
        scores = np.zeros(self._rows, np.float32)
        number = self._vocabulary.get
        known = [own for token in dict.fromkeys(tokens) if (own := number(token)) is not None]
        if not known:
            return scores, 0.0
        columns = np.array(known[:_MOST_TOKENS])
        attainable = float(self._maxima[columns].sum())
        columns[::-1].sort()
        bounds = self._starts[columns[:, np.newaxis] + _THIS_AND_NEXT].ravel()
        count = len(bounds) - 1
        csc_matvec(self._rows, count, bounds, self._texts, self._values, _TURNS[:count], scores)
        return scores, attainable

    def save(self, folder: Path) -> None:
        """Write the index into a folder, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        described = {"rows": self._rows, "empty": self._bm25 is None, **asdict(self._settings)}
        (folder / _SETTINGS_FILE).write_text(json.dumps(described), encoding="utf-8")
        if self._bm25:
            self._bm25.save(folder, show_progress=False)
            np.save(folder / _MAXIMA_FILE, self._maxima)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Open a saved index; its columns stay on disk and are mapped.

        Raises:
            OSError, ValueError, KeyError: the folder is incomplete or not in this form.
        """
        described = json.loads((folder / _SETTINGS_FILE).read_text(encoding="utf-8"))
        rows, empty = described.pop("rows"), described.pop("empty")
        settings = LexicalSettings(**described)
        if empty:
            return cls(None, np.empty(0, np.float32), rows, settings)
        bm25 = bm25s.BM25.load(folder, mmap=True, show_progress=False)
        return cls(bm25, np.load(folder / _MAXIMA_FILE, mmap_mode="r"), rows, settings)
