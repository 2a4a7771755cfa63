"""From errors to exit codes: one sentence on stderr, no traceback for what a person can mend."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from hotline.cli.output import say

GATE_FAILED = 1  # a gate or check failed
BAD_INPUT = 2  # bad usage or bad input
NOT_READY = 3  # nothing published
_UNCHANGED = "Nothing was changed; check that the disk has room and may be written to"


@contextmanager
def explained() -> Iterator[None]:
    """Turn the errors of the packages below into a sentence and an exit code."""
    from sqlalchemy.exc import DBAPIError

    from dialogue.errors import DialogueError, NotReady
    from eval.errors import EvalError
    from kb.errors import KbError
    from retriever.errors import RetrieverError, SnapshotDamaged

    try:
        yield
    except (NotReady, SnapshotDamaged) as error:
        raise _leave(error, NOT_READY) from error
    except (KbError, DialogueError, RetrieverError, EvalError) as error:
        raise _leave(error, BAD_INPUT) from error
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        say(f"hotline: {error.strerror or error}{where}. {_UNCHANGED}")
        raise typer.Exit(BAD_INPUT) from error
    except (DBAPIError, sqlite3.Error) as error:
        said = error.orig if isinstance(error, DBAPIError) else error
        say(f"hotline: the database could not be used: {said}. {_UNCHANGED}")
        raise typer.Exit(BAD_INPUT) from error


def _leave(error: Exception, code: int) -> typer.Exit:
    say(f"hotline: {error}")
    return typer.Exit(code)
