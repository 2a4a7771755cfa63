"""The published base, indexed anew with a ranker that is not in use yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kb.errors import KbError
from kb.store import Store
from retriever.encoders.encoder import Encoder
from retriever.indexing import Indexed, indexed, named_words
from retriever.ranker import Ranker
from retriever.snapshot import Snapshot, open_snapshot
from retriever.snapshot_build import build_snapshot, snapshot_folder
from retriever.vector_cache import VectorCache, encode_all


class NothingPublished(KbError):
    """Nothing is published to learn on: first `hotline kb import FILE…` and `hotline kb publish`."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


@contextmanager
def trial_snapshot(
    store: Store, encoder: Encoder, cache: VectorCache, ranker: Ranker, beside: Path
) -> Iterator[Snapshot]:
    """A snapshot of the live generation with another ranker, gone when the block ends.

    Args:
        store: whose live generation it is.
        encoder: of its texts.
        cache: of vectors; what is in it is not encoded again.
        ranker: that turns the vectors.
        beside: folder on the disk that is to hold it.

    Raises:
        NothingPublished: there is no live generation.
    """
    generation = store.generations.live()
    if generation is None:
        raise NothingPublished
    with snapshot_of(
        indexed(store.records(generation)), encoder, cache, ranker, beside, generation
    ) as made:
        yield made


@contextmanager
def snapshot_of(
    found: Indexed,
    encoder: Encoder,
    cache: VectorCache,
    ranker: Ranker,
    beside: Path,
    generation: int = 1,
) -> Iterator[Snapshot]:
    """A snapshot of what is indexed, gone when the block ends; see `trial_snapshot`."""
    with TemporaryDirectory(prefix=".trial-", dir=beside) as folder:
        build_snapshot(
            Path(folder),
            generation=generation,
            documents=found.documents,
            encode=lambda texts, role: encode_all(encoder, cache, texts, role)[0],
            encoder=encoder.name,
            dimension=encoder.dimension,
            words=named_words(found.documents),
            created_at=datetime.now(UTC),
            ranker=ranker,
            joined=found.joined,
        )
        yield open_snapshot(snapshot_folder(Path(folder), generation))
