"""What a publish costs, in a process of its own that does nothing else."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from eval.bench.machine import forget_peak, held_mib, peak_mib
from eval.bench.seeds import open_store
from eval.scale import SOURCE, Grown
from kb.store import Store
from retriever.encoders.encoder import Encoder, FloatArray, Progress, Role
from retriever.publishing import Places, publish
from retriever.runtime import prepare

MakeEncoder = Callable[[], Encoder]


@dataclass(frozen=True, kw_only=True)
class PublishCost:
    """One publish."""

    generation: int
    documents: int
    texts: int  # distinct
    encoded: int  # of them, how many had to be encoded
    seconds: float  # in all
    encoding_s: float  # of them, in the encoder
    peak_mib: float | None  # the most memory held meanwhile
    before_mib: float | None  # held before, by the libraries and the encoder

    def seconds_at(self, texts_a_second: float | None) -> float:
        """In all, had the encoder run at that rate; None: as it was measured."""
        if texts_a_second is None:
            return self.seconds
        return self.seconds - self.encoding_s + self.encoded / texts_a_second


def places(folder: Path) -> Places:
    """Where the base in a folder keeps what it publishes."""
    return Places(snapshots=folder / "snapshots", vectors=folder / "vectors.sqlite")


def store_of(folder: Path) -> Store:
    """The store of the base in a folder."""
    return open_store(folder / "base.sqlite")


def import_grown(folder: Path, grown: Grown, *, now: datetime) -> float:
    """Make the draft equal to a grown base; the seconds that the import took."""
    folder.mkdir(parents=True, exist_ok=True)
    store = store_of(folder)
    started = perf_counter()
    store.draft.sync({SOURCE: grown.records}, regions=grown.regions, now=now)
    return perf_counter() - started


@contextmanager
def other_process() -> Iterator[ProcessPoolExecutor]:
    """A process for publishing, started anew so that it holds nothing of this one's memory."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as executor:
        yield executor


def publish_apart(
    executor: ProcessPoolExecutor, folder: Path, encoder: MakeEncoder, *, now: datetime
) -> PublishCost:
    """Publish the draft in a folder and say what it cost; `encoder` must be picklable."""
    return executor.submit(_publish, folder, encoder, now).result()


class _Timed:
    """An encoder that counts the time spent in it."""

    def __init__(self, inner: Encoder) -> None:
        self.name, self.dimension = inner.name, inner.dimension
        self.seconds = 0.0
        self._inner = inner

    def encode(
        self, texts: Sequence[str], role: Role, *, progress: Progress | None = None
    ) -> FloatArray:
        started = perf_counter()
        vectors = self._inner.encode(texts, role, progress=progress)
        self.seconds += perf_counter() - started
        return vectors


def _publish(folder: Path, make_encoder: MakeEncoder, now: datetime) -> PublishCost:
    prepare()
    encoder = _Timed(make_encoder())
    store = store_of(folder)
    forget_peak()
    before = held_mib()
    started = perf_counter()
    done = publish(store, encoder, places(folder), now=now)
    return PublishCost(
        generation=done.generation,
        documents=done.documents,
        texts=done.texts,
        encoded=done.encoded,
        seconds=perf_counter() - started,
        encoding_s=encoder.seconds,
        peak_mib=peak_mib(),
        before_mib=before,
    )
