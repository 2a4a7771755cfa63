"""Publishing: from the draft to a generation that is served."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Self

from kb.errors import KbError
from kb.store import Store, StoredRecord
from retriever.calibration import Calibration
from retriever.encoders.encoder import Encoder, FloatArray, Role
from retriever.errors import RetrieverError, SnapshotDamaged, SnapshotMissing
from retriever.fields import SETTINGS, field_of
from retriever.fitting import DEFAULT, fit_calibration
from retriever.indexing import indexed, named_words
from retriever.live import CALIBRATION
from retriever.manifest import Manifest
from retriever.ranker import PLAIN, Ranker
from retriever.snapshot import Snapshot, open_snapshot
from retriever.snapshot_build import Failpoint, build_snapshot, snapshot_folder
from retriever.vector_cache import VectorCache, encode_all, text_digest
from retriever.wording import Encode

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]  # texts done, texts in all
Settle = Callable[[Snapshot, Encode], None]

KEPT_SNAPSHOTS = 3  # to roll back to at once; older ones are built again when they are wanted


class NothingToPublish(KbError):
    """The draft is empty: import guides first, with `hotline kb import FILE…`."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


@dataclass(frozen=True, kw_only=True)
class Published:
    """What a publish did."""

    generation: int
    is_new: bool  # False: the draft was published already
    documents: int = 0
    texts: int = 0  # distinct ones
    encoded: int = 0  # of them, how many had to be encoded
    joined: int = 0  # codes that are found as the item of another code


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where publishing writes."""

    snapshots: Path  # the folder of all snapshots
    vectors: Path  # the file of the vector cache


def publish(
    store: Store,
    encoder: Encoder,
    places: Places,
    *,
    now: datetime,
    ranker: Ranker = PLAIN,
    progress: Progress | None = None,
    settle: Settle | None = None,
    settle_again: bool = False,
    failpoint: Failpoint | None = None,
) -> Published:
    """Build, verify and serve the next generation. One publish at a time: the caller holds a lock.

    Args:
        store: whose draft is published.
        encoder: turns texts into vectors.
        places: where snapshots and vectors are kept.
        now: the time of publishing, with zone.
        ranker: what was learnt of finding; one that was learnt on another encoder is left out.
        progress: told (texts done, texts in all).
        settle: told of the new snapshot before it is served, with what encodes its texts.
        settle_again: tell `settle` of the newest one too, where there is nothing new to publish.
        failpoint: called with the name of each write before it happens; for tests.

    Raises:
        NothingToPublish: the draft is empty.
        SnapshotDamaged: what was written does not read back.
    """
    reached = failpoint or _unnoticed
    ranker = fitting_ranker(ranker, encoder)
    digest, made_with = store.draft.digest(), _made_with(encoder, ranker)
    newest = next(iter(store.generations.all()), None)
    if newest and newest.digest == digest and newest.encoder == made_with:
        _restore(store, encoder, places, newest.number, now, ranker, progress, reached)
        if not newest.is_live:
            store.generations.serve(newest.number)
        if settle and settle_again:
            with _Build(encoder, places, ranker, progress, reached) as build:
                settle(build.opened(newest.number), build.encode)
        return Published(generation=newest.number, is_new=False)
    number = (newest.number if newest else 0) + 1
    with _Build(encoder, places, ranker, progress, reached) as build:
        manifest = build.snapshot(number, store.records(), now)
        encoded, joined = build.encoded, build.joined
        calibration = build.calibration(number)
        if settle:
            settle(build.opened(number), build.encode)
        reached("commit")
        store.generations.commit(
            number,
            digest=digest,
            encoder=made_with,
            calibration=CALIBRATION.dump_python(calibration, mode="json"),
            now=now,
        )
        reached("tidy")
        try:
            _tidy(store, places.snapshots, number)
            build.forget_others()
        except (RetrieverError, OSError) as error:
            log.warning("generation %s is served; old files were not removed: %s", number, error)
    return Published(
        generation=number,
        is_new=True,
        documents=manifest.documents,
        texts=manifest.texts,
        encoded=encoded,
        joined=joined,
    )


def roll_back(
    store: Store,
    encoder: Callable[[], Encoder],
    places: Places,
    number: int,
    *,
    now: datetime,
    ranker: Ranker = PLAIN,
    progress: Progress | None = None,
) -> None:
    """Serve an earlier generation; its snapshot is built again where it was tidied away.

    It is built with the encoder and the ranker of today; P(right) is then fitted anew.

    Raises:
        GenerationUnknown: naming those that exist.
    """
    store.generations.check(number)
    _restore(store, encoder, places, number, now, ranker, progress, _unnoticed)
    store.generations.serve(number)


def _restore(
    store: Store,
    encoder: Encoder | Callable[[], Encoder],
    places: Places,
    number: int,
    now: datetime,
    ranker: Ranker,
    progress: Progress | None,
    reached: Failpoint,
) -> None:
    try:
        open_snapshot(snapshot_folder(places.snapshots, number), verify=True)
    except (SnapshotMissing, SnapshotDamaged):
        loaded = encoder() if callable(encoder) else encoder
        ranker = fitting_ranker(ranker, loaded)
        with _Build(loaded, places, ranker, progress, reached) as build:
            build.snapshot(number, store.records(number), now)
            store.generations.made_again(
                number,
                encoder=_made_with(loaded, ranker),
                calibration=CALIBRATION.dump_python(build.calibration(number), mode="json"),
            )


def fitting_ranker(ranker: Ranker, encoder: Encoder) -> Ranker:
    """The ranker, or a plain one where it was learnt on another encoder's vectors."""
    if ranker.fits(encoder.name):
        return ranker
    log.info("what was learnt on %s is not used with %s", ranker.encoder, encoder.name)
    return PLAIN


def _made_with(encoder: Encoder, ranker: Ranker) -> str:
    """What a generation says of how its texts became vectors: another is another generation."""
    return encoder.name if ranker.is_plain else f"{encoder.name}+{ranker.identity}"


class _Build:
    """One build of a snapshot, with the vector cache open."""

    def __init__(
        self,
        encoder: Encoder,
        places: Places,
        ranker: Ranker,
        progress: Progress | None,
        reached: Failpoint,
    ) -> None:
        self.encoded = 0
        self.joined = 0
        self._ranker = ranker
        self._encoder = encoder
        self._places = places
        self._progress = progress
        self._reached = reached
        self._cache = VectorCache(places.vectors, encoder.name, encoder.dimension)
        self._texts: set[tuple[str, Role]] = set()
        self._used: set[bytes] = set()
        self._opened: Snapshot | None = None
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cache.close()

    def snapshot(self, number: int, records: Iterable[StoredRecord], now: datetime) -> Manifest:
        """Build the snapshot of a generation."""
        found = indexed(records)
        documents = found.documents
        if not documents:
            raise NothingToPublish
        self.joined = len(found.joined)
        self._texts = {
            (each.content or "", SETTINGS[field_of(each.meta["role"])].encoded_as)
            for each in documents
        }
        return build_snapshot(
            self._places.snapshots,
            generation=number,
            documents=documents,
            encode=self.encode,
            encoder=self._encoder.name,
            dimension=self._encoder.dimension,
            words=named_words(documents),
            created_at=now,
            ranker=self._ranker,
            joined=found.joined,
            failpoint=self._reached,
        )

    def calibration(self, number: int) -> Calibration:
        """Fit P(right) on the snapshot's own questions, unless it was learnt with the ranker."""
        if self._ranker.choice is not None:
            return DEFAULT
        return fit_calibration(self.opened(number), self.encode)

    def opened(self, number: int) -> Snapshot:
        """The snapshot of a generation that was built; opened once, as its words take a second."""
        if self._opened is None or self._opened.manifest.generation != number:
            self._opened = open_snapshot(snapshot_folder(self._places.snapshots, number))
        return self._opened

    def forget_others(self) -> None:
        """Drop vectors that this build had no use for."""
        self._cache.prune(self._used)

    def encode(self, texts: Sequence[str], role: Role) -> FloatArray:
        """Vectors of texts, out of the cache where they are known."""
        found, fresh = encode_all(self._encoder, self._cache, texts, role, progress=self._count)
        self.encoded += fresh
        self._used.update(text_digest(text, role) for text in texts)
        return found

    def _count(self, more: int) -> None:
        self._done += more
        if self._progress:
            self._progress(min(self._done, len(self._texts)), len(self._texts))


def _unnoticed(_: str) -> None:
    """No failpoint is set."""


def _tidy(store: Store, snapshots: Path, newest: int) -> None:
    """Remove snapshots that nobody is served from and few would roll back to."""
    for generation in store.generations.all():
        if generation.number <= newest - KEPT_SNAPSHOTS and not generation.is_live:
            rmtree(snapshot_folder(snapshots, generation.number), ignore_errors=True)
