"""From errors to exit codes: one sentence on stderr, no traceback for what a person can mend."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from hotline.cli.output import say

GATE_FAILED = 1  # a gate or check failed
BAD_INPUT = 2  # bad usage or bad input
NOT_READY = 3  # nothing published


@contextmanager
def explained() -> Iterator[None]:
    """Turn the errors of the packages below into a sentence and an exit code."""
    from dialogue.errors import DialogueError, NotReady
    from kb.errors import KbError
    from retriever.errors import RetrieverError, SnapshotDamaged

    try:
        yield
    except (NotReady, SnapshotDamaged) as error:
        raise _leave(error, NOT_READY) from error
    except (KbError, DialogueError, RetrieverError) as error:
        raise _leave(error, BAD_INPUT) from error
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        say(f"hotline: {error.strerror or error}{where}. Nothing was changed")
        raise typer.Exit(BAD_INPUT) from error


def _leave(error: Exception, code: int) -> typer.Exit:
    say(f"hotline: {error}")
    return typer.Exit(code)
