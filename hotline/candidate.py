"""The draft as it would be served: published into a folder of its own, beside what is served."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kb.errors import KbError

if TYPE_CHECKING:
    from hotline.bootstrap import Hotline
    from hotline.settings import Settings

_DATABASE, _VECTORS = "hotline.sqlite", "vectors.sqlite"
_SHARED = ("models", "rankers")


@contextmanager
def candidate(
    chosen: "Settings", progress: Callable[[int, int | None], None] | None = None
) -> "Iterator[Hotline]":
    """A hotline over the published draft, gone afterwards; what is served does not notice.

    Vectors that are kept are not made again, and models and what was learnt are shared.

    Raises:
        KbError: where the database is not the file of the data directory.
    """
    import sqlite3

    from dialogue.store import MemorySessions
    from hotline.bootstrap import build
    from hotline.clock import now
    from retriever.judging import settle_questions
    from retriever.publishing import publish

    if chosen.database_url is not None:
        raise KbError("A candidate is made of the data directory's own SQLite; unset database_url")
    with TemporaryDirectory(prefix="hotline-candidate-") as folder:
        there = Path(folder)
        with (
            closing(sqlite3.connect(chosen.data_dir / _DATABASE)) as source,
            closing(sqlite3.connect(there / _DATABASE)) as target,
        ):
            source.backup(target)
        if (chosen.data_dir / _VECTORS).exists():
            copyfile(chosen.data_dir / _VECTORS, there / _VECTORS)
        for shared in _SHARED:
            if (chosen.data_dir / shared).exists():
                (there / shared).symlink_to((chosen.data_dir / shared).resolve())
        hotline = build(chosen.model_copy(update={"data_dir": there}), sessions=MemorySessions())
        publish(
            hotline.store,
            hotline.encoder(),
            hotline.places,
            now=now(),
            ranker=hotline.ranker(),
            progress=progress,
            settle=partial(settle_questions, hotline.encoders),
        )
        yield hotline
