"""A tiny encoder without a model: character n-grams, hashed."""

import zlib
from collections.abc import Iterator, Sequence

import numpy as np

from retriever.encoders.encoder import FloatArray, Progress, Role

_SIZES = (1, 2, 3)  # characters an n-gram holds


class HashingEncoder:
    """Texts that share characters lie near each other: enough for tests, no more.

    Feature hashing with signs (Weinberger et al. 2009, "Feature Hashing for Large Scale
    Multitask Learning"): n-gram g adds ±1 to coordinate h(g) mod `dimension`. CRC-32 instead of
    Python's `hash`, which differs from process to process. The role changes nothing.
    """

    def __init__(self, dimension: int = 256) -> None:
        self._dimension = dimension

    @property
    def name(self) -> str:
        """`hashing-1-DIMENSION`; the figure in the middle changes with the recipe."""
        return f"hashing-1-{self._dimension}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(
        self,
        texts: Sequence[str],
        role: Role,  # noqa: ARG002 - the Protocol has it
        *,
        progress: Progress | None = None,
    ) -> FloatArray:
        """Encode texts; see `Encoder.encode`."""
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for gram in _grams(text):
                hashed = zlib.crc32(gram.encode("utf-8", "replace"))
                vectors[row, (hashed >> 1) % self._dimension] += 1.0 if hashed & 1 else -1.0
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        # Signs may cancel out to nothing in theory; a row is of length one all the same.
        vectors[~vectors.any(axis=1), 0] = 1.0
        if progress is not None and texts:
            progress(len(texts))
        return vectors


def _grams(text: str) -> Iterator[str]:
    """Every n-gram of the text between an opening and a closing mark; two marks when empty."""
    marked = f"\x02{text.casefold()}\x03"
    for size in _SIZES:
        for start in range(len(marked) - size + 1):
            yield marked[start : start + size]
