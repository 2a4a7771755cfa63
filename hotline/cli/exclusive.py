"""One writer at a time on a data directory."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline.settings import Settings


@contextmanager
def exclusive(chosen: "Settings") -> Iterator[None]:
    """Only one import, publish or rollback at a time on a data directory."""
    from filelock import FileLock, Timeout

    from kb.errors import KbError

    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(chosen.data_dir / "kb.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise KbError(
            "Another import, publish or rollback is running on this data directory; "
            "wait for it and try again"
        ) from error
    try:
        yield
    finally:
        lock.release()
