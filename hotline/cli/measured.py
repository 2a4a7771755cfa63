"""What an evaluation asks, and what is kept of the circumstances."""

import logging
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
        from eval.encoded_once import OnceEncoders
        from hotline.bootstrap import build, models_dir

        # Cases are asked side by side: a core each does more than all cores for one after another.
        threads = chosen.threads or 1
        encoders = OnceEncoders(chosen.encoder, models_dir(chosen), threads)
        # What a reply may not tell is a figure of the run (`facts_kept`), not a thousand lines.
        logging.getLogger("dialogue.guarding").setLevel(logging.CRITICAL)
        hotline = build(
            chosen.model_copy(update={"threads": threads}),
            sessions=MemorySessions(),
            encoders=encoders,
        )
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
