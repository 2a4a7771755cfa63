"""What the command prints: data on stdout, talk and progress on stderr."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

_out = Console(highlight=False, soft_wrap=True, markup=False)
_err = Console(stderr=True, highlight=False, markup=False)


def say(text: str = "") -> None:
    """Talk to the person at the terminal."""
    _err.print(text, soft_wrap=True)


def put(text: str = "") -> None:
    """Print data."""
    _out.print(text)


def put_json(data: Any) -> None:
    """Print one JSON document."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=_plain) + "\n")


def put_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; wide characters keep their columns."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    _out.print(table)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on stderr with the time that is left; call it with (done so far, total or None)."""
    with stages() as begin:
        yield begin(what)


@contextmanager
def stages() -> Iterator[Callable[[str], Callable[[int, int | None], None]]]:
    """Bars one below the other: call it with what is done next, and what it gives as `progress`."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_err, disable=not _err.is_terminal) as bar:

        def begin(what: str) -> Callable[[int, int | None], None]:
            task = bar.add_task(what, total=None)
            return lambda done, total: bar.update(task, completed=done, total=total)

        yield begin


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no JSON")
