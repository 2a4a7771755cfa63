"""Questions that several callers ask at the same time, encoded together: a micro-batcher."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Condition

import numpy as np

from retriever.encoders.encoder import Encoder, FloatArray, Progress, Role
from retriever.encoders.onnx_encoder import TOGETHER


@dataclass(eq=False)
class _Asked:
    """What one caller waits for."""

    texts: Sequence[str]
    vectors: FloatArray | None = None
    failed: BaseException | None = None

    @property
    def done(self) -> bool:
        return self.vectors is not None or self.failed is not None


class Gathering:
    """An encoder of questions for many threads.

    Whoever finds the encoder free encodes at once what waits by then, his own and the others'; who
    comes meanwhile waits for the next run. So nobody waits for company, no thread runs of its own,
    and the more callers there are, the fuller the runs. Only for an encoder whose vectors do not depend
    on company.
    """

    def __init__(self, encoder: Encoder, runs: int) -> None:
        """Gather for an encoder that keeps the machine busy with so many runs at once."""
        self._encoder = encoder
        self._free = runs
        self._waiting: deque[_Asked] = deque()
        self._changed = Condition()

    @property
    def name(self) -> str:
        """See `Encoder.name`."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """See `Encoder.dimension`."""
        return self._encoder.dimension

    @property
    def waiting(self) -> int:
        """How many callers wait for a run to begin."""
        return len(self._waiting)

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        """Encode questions; see `Encoder.encode`. What is no small request goes by itself.

        Raises:
            ValueError: another role than QUERY.
        """
        if role is not Role.QUERY or progress is not None or len(texts) > TOGETHER:
            return self._encoder.encode(texts, role, progress=progress)
        own = _Asked(texts)
        with self._changed:
            self._waiting.append(own)
        while together := self._to_encode(own):
            self._encode(together)
        if own.failed is not None:
            raise own.failed
        assert own.vectors is not None
        return own.vectors

    def _to_encode(self, own: _Asked) -> list[_Asked]:
        """Wait until the encoder is free for what waits by then, or there is nothing left to wait for."""
        with self._changed:
            self._changed.wait_for(lambda: own.done or (self._free and own in self._waiting))
            if own.done:
                return []
            self._free -= 1
            return self._next()

    def _next(self) -> list[_Asked]:
        """Who has waited longest, as many as fit into a run."""
        taken: list[_Asked] = []
        room = TOGETHER
        while self._waiting and len(self._waiting[0].texts) <= room:
            taken.append(self._waiting.popleft())
            room -= len(taken[-1].texts)
        return taken

    def _encode(self, together: Sequence[_Asked]) -> None:
        try:
            texts = [text for each in together for text in each.texts]
            vectors = self._encoder.encode(texts, Role.QUERY)
            ends = np.cumsum([len(each.texts) for each in together])[:-1]
            for each, own in zip(together, np.split(vectors, ends), strict=True):
                each.vectors = own
        except BaseException as error:  # whoever waits for this run is told, whatever it was
            for each in together:
                each.failed = error
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()
