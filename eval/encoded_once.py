"""Questions encoded once in a run: conversations repeat themselves, and what went wrong is searched again."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from retriever.encoders.encoder import Encoder, FloatArray, Progress, Role
from retriever.encoders.source import Encoders


class EncodedOnce:
    """An encoder that remembers the vectors of questions; threads may share it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, FloatArray] = {}

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
        """See `Encoder.encode`."""
        if role is not Role.QUERY:
            return self._encoder.encode(texts, role, progress=progress)
        fresh = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if fresh:
            self._vectors.update(zip(fresh, self._encoder.encode(fresh, role), strict=True))
        if progress is not None:
            progress(len(texts))
        return np.array([self._vectors[text] for text in texts], np.float32).reshape(
            len(texts), self.dimension
        )


class OnceEncoders(Encoders):
    """The encoders of a hotline that is measured."""

    @property
    def questions(self) -> Encoder:
        """See `Encoders.questions`."""
        return self._once

    @cached_property
    def _once(self) -> Encoder:
        return EncodedOnce(super().questions)
