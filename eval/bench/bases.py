"""The bases of a run: grown, imported, published in another process, and opened here."""

import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

from eval.bench.ours import OwnSearch
from eval.bench.publish_cost import (
    MakeEncoder,
    PublishCost,
    import_grown,
    places,
    publish_apart,
    store_of,
)
from eval.bench.vectors import GrownEncoder, Remembering
from eval.scale import Grown, Shape, grow
from kb.records import Record
from retriever.encoders.encoder import Encoder
from retriever.live import CALIBRATION
from retriever.snapshot import open_snapshot
from retriever.snapshot_build import snapshot_folder


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What all bases of a run share."""

    folder: Path
    seeds: Sequence[Record]
    encoder: Encoder  # the real one, or a stand-in for tests
    make_encoder: MakeEncoder  # the same in another process
    encode_all: bool  # True: every text is really encoded
    executor: ProcessPoolExecutor
    now: datetime
    say: Callable[[str], None]

    @cached_property
    def remembering(self) -> Encoder:
        """The encoder, for the texts that all bases are grown from."""
        return Remembering(self.encoder)


@dataclass(frozen=True, kw_only=True)
class PublishedBase:
    """A grown base, published and opened."""

    name: str
    grown: Grown
    encoder: Encoder  # gives the vectors of its texts and questions
    cost: PublishCost
    import_s: float
    search: OwnSearch


def publish_grown(bench: Bench, name: str, shape: Shape) -> PublishedBase:
    """Grow a base, import and publish it."""
    bench.say(f"growing {shape.entries} entries")
    grown = grow(bench.seeds, shape)
    encoder = bench.encoder if bench.encode_all else GrownEncoder(bench.remembering, grown.origins)
    return _publish(bench, name, grown, encoder)


def publish_again(bench: Bench, base: PublishedBase, grown: Grown) -> PublishedBase:
    """Publish a base after its records changed."""
    encoder = base.encoder
    if isinstance(encoder, GrownEncoder):
        encoder = encoder.with_origins(grown.origins)
    return _publish(bench, base.name, grown, encoder)


def _publish(bench: Bench, name: str, grown: Grown, encoder: Encoder) -> PublishedBase:
    folder = bench.folder / name
    import_s = import_grown(folder, grown, now=bench.now)
    bench.say(f"publishing {grown.entries} entries, {grown.texts} texts")
    make = bench.make_encoder
    if isinstance(encoder, GrownEncoder):
        kept = folder / "encoder.pickle"
        kept.write_bytes(pickle.dumps(encoder))
        make = partial(_unpickled, kept)
    cost = publish_apart(bench.executor, folder, make, now=bench.now)
    generation = store_of(folder).generations.all()[0]
    snapshot = open_snapshot(snapshot_folder(places(folder).snapshots, generation.number))
    calibration = CALIBRATION.validate_python(generation.calibration)
    return PublishedBase(
        name=name,
        grown=grown,
        encoder=encoder,
        cost=cost,
        import_s=import_s,
        search=OwnSearch(snapshot, calibration),
    )


def _unpickled(path: Path) -> Encoder:
    """The encoder that this run wrote a moment ago into its own folder."""
    encoder: GrownEncoder = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
    return encoder
