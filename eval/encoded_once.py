"""Questions encoded once in a run: conversations repeat themselves, and what went wrong is searched again."""

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from retriever.encoders.encoder import Encoder, FloatArray, Progress, Role
from retriever.encoders.source import Encoders

_KEPT = 65_536  # questions; 100 MB of vectors at 384 dimensions


class EncodedOnce:
    """An encoder that remembers the vectors of questions; threads may share it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._question = lru_cache(maxsize=_KEPT)(self._encoded)

    @property
    def name(self) -> str:
        """See `Encoder.name`."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """See `Encoder.dimension`."""
        return self._encoder.dimension

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        """See `Encoder.encode`; each question by itself, so that company does not change it."""
        if role is not Role.QUERY:
            return self._encoder.encode(texts, role, progress=progress)
        found = np.empty((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            found[row] = self._question(text)
            if progress is not None:
                progress(1)
        return found

    def _encoded(self, text: str) -> FloatArray:
        vector: FloatArray = self._encoder.encode([text], Role.QUERY)[0]
        return vector


class OnceEncoders(Encoders):
    """The encoders of a hotline that is measured."""

    @property
    def questions(self) -> Encoder:
        """See `Encoders.questions`."""
        return self._once

    @cached_property
    def _once(self) -> Encoder:
        return EncodedOnce(super().questions)
