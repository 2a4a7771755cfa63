"""The bare encoder's rate: what a load's rate is compared with."""

from collections.abc import Callable, Sequence
from itertools import cycle
from time import perf_counter

from eval.load.figures import Encoding
from retriever.encoders.encoder import Encoder, Role

_BATCH = 32
_SECONDS = 3.0


def encoding_rate(encoder: Encoder, questions: Sequence[str], *, batch: int = _BATCH) -> Encoding:
    """Encode questions for a few seconds one by one and in batches, nothing else running."""
    texts = sorted(questions, key=len)  # so that batches are of like length
    return Encoding(
        singly=_rate(lambda some: encoder.encode(some, Role.QUERY), texts, 1),
        batched=_rate(lambda some: encoder.encode(some, Role.QUERY), texts, batch),
        batch=batch,
    )


def _rate(encode: Callable[[Sequence[str]], object], texts: Sequence[str], batch: int) -> float:
    batches = [texts[at : at + batch] for at in range(0, len(texts), batch)]
    encode(batches[0])
    done, started = 0, perf_counter()
    for some in cycle(batches):
        encode(some)
        done += len(some)
        if (took := perf_counter() - started) >= _SECONDS:
            return done / took
    return float("nan")
