"""The live base: follows the database from generation to generation while questions go on."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic

from pydantic import TypeAdapter

from kb.store import Generation, Store
from retriever.base import Base
from retriever.calibration import Calibration
from retriever.encoders.encoder import Encoder
from retriever.errors import RetrieverError, SnapshotDamaged, SnapshotMissing
from retriever.manifest import MANIFEST_FILE
from retriever.ranker import Ranker
from retriever.snapshot import open_snapshot
from retriever.snapshot_build import snapshot_folder

log = logging.getLogger(__name__)
CALIBRATION: TypeAdapter[Calibration] = TypeAdapter(Calibration)
_LOOK_EVERY_S = 1.0


class Live:
    """Gives the base that is to be served now; one that cannot be opened is passed over."""

    def __init__(
        self,
        *,
        store: Store,
        snapshots: Path,
        encoder: Callable[[Ranker], Encoder],
        now: Callable[[], float] = monotonic,
    ) -> None:
        """Follow the live generation.

        Args:
            store: says which generation is live.
            snapshots: the folder of all snapshots.
            encoder: loads what encodes questions, given what a generation was ranked by; called
                when a base is opened.
            now: seconds, for looking at the database once a second only.
        """
        self._store = store
        self._snapshots = snapshots
        self._encoder = encoder
        self._now = now
        self._opening = Lock()
        self._base: Base | None = None
        self._wanted: int | None = None
        self._refused: float | None = None  # when the manifest of the wanted one was written
        self._looked: float | None = None

    def current(self) -> Base | None:
        """The base to answer from; None before anything is published.

        While a new generation is being opened, other threads go on with the one before.

        Raises:
            SnapshotDamaged: where no generation at all can be opened.
        """
        now = self._now()
        if self._looked is not None and now - self._looked < _LOOK_EVERY_S:
            return self._base
        if not self._opening.acquire(blocking=self._base is None):
            return self._base
        try:
            self._follow()
            self._looked = now
            return self._base
        finally:
            self._opening.release()

    def _follow(self) -> None:
        wanted = self._store.generations.live()
        if wanted is None or (wanted == self._wanted and not self._was_mended(wanted)):
            return
        written = self._written(wanted)
        opened = self._open_best(wanted)
        self._base, self._wanted, self._refused = opened, wanted, written

    def _was_mended(self, wanted: int) -> bool:
        """Whether a generation that was passed over has been built again since."""
        served = self._base.generation if self._base else None
        return served != wanted and self._written(wanted) != self._refused

    def _written(self, generation: int) -> float | None:
        manifest = snapshot_folder(self._snapshots, generation) / MANIFEST_FILE
        return manifest.stat().st_mtime if manifest.is_file() else None

    def _open_best(self, wanted: int) -> Base:
        """The wanted generation, or the newest older one that is whole, or the one there is."""
        refused: RetrieverError | None = None
        for generation in self._store.generations.all():
            if generation.number > wanted:
                continue
            if self._base is not None and generation.number == self._base.generation:
                return self._base
            try:
                return self._open(generation)
            except (SnapshotDamaged, SnapshotMissing) as error:
                log.error("generation %s is not served: %s", generation.number, error)
                refused = refused or error
        if self._base is not None:
            return self._base
        assert refused is not None
        raise refused

    def _open(self, generation: Generation) -> Base:
        folder = snapshot_folder(self._snapshots, generation.number)
        snapshot = open_snapshot(folder, verify=True)
        encoder = self._encoder(snapshot.ranker)
        if snapshot.manifest.encoder != encoder.name:
            raise SnapshotDamaged(
                str(folder),
                "manifest",
                f"was encoded by {snapshot.manifest.encoder}, while {encoder.name} is in use",
            )
        return Base(
            store=self._store,
            generation=generation.number,
            snapshot=snapshot,
            encoder=encoder,
            calibration=CALIBRATION.validate_python(generation.calibration),
        )
