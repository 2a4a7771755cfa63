"""From the errors of the evaluation to exit codes, besides those that every command knows."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from hotline.cli.failures import BAD_INPUT, explained
from hotline.cli.output import say


@contextmanager
def evaluation_explained() -> Iterator[None]:
    """The errors of the evaluation, besides those that every command knows."""
    from eval.errors import EvalError

    with explained():
        try:
            yield
        except EvalError as error:
            say(f"hotline: {error}")
            raise typer.Exit(BAD_INPUT) from error
