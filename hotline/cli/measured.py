"""What an evaluation asks, and what is kept of the circumstances."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eval.callers import Caller
    from hotline.settings import Settings


@contextmanager
def caller(chosen: "Settings", url: str | None) -> "Iterator[Caller]":
    """The hotline of the data directory, or the server at a URL.

    In this process sessions are kept in memory, so that what is asked here never stands among
    what citizens asked.
    """
    from eval.callers import HttpCaller, InProcessCaller

    if url is None:
        from dialogue.store import MemorySessions
        from hotline.bootstrap import build

        hotline = build(chosen, sessions=MemorySessions())
        yield InProcessCaller(hotline.assistant, hotline.store)
        return
    from api.client import HotlineClient

    with HotlineClient(url) as client:
        yield HttpCaller(client, url)


def circumstances(chosen: "Settings", mapping: str | None, url: str | None) -> dict[str, Any]:
    """Settings, commit and machine, as a run's config keeps them."""
    from eval.environment import commit, environment

    # The database's URL may hold a password; a server's settings are its own.
    own = {} if url else chosen.model_dump(mode="json", exclude={"database_url"})
    return {
        "mapping": mapping,
        "settings": own,
        "commit": commit(),
        "environment": environment(),
    }


def without_cases(scores: dict[str, Any]) -> dict[str, Any]:
    """What is printed of the figures: a line a case stands in scores.json."""
    return {name: value for name, value in scores.items() if name != "per_case"}
