"""`hotline purge`: forget the conversations whose time is over."""

from typing import Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.failures import explained
from hotline.cli.options import JsonOption
from hotline.cli.output import put, put_json


def purge(
    days: Annotated[
        int | None,
        typer.Option("--days", min=1, help="Days since the last turn; default: the setting."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Forget sessions, turns, events and hand-overs of conversations that are long over."""
    chosen = settings(retention_days=days)
    with explained():
        from hotline.retention import forget, open_sessions

        forgotten = forget(open_sessions(chosen), chosen)
        if json:
            put_json({"forgotten": forgotten, "retention_days": chosen.retention_days})
        else:
            put(f"forgotten: {forgotten} sessions without a turn for {chosen.retention_days} days")
