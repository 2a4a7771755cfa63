"""`hotline kb import`: read, check and sync files into the draft."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.exclusive import exclusive
from hotline.cli.failures import BAD_INPUT, explained
from hotline.cli.options import JsonOption
from hotline.cli.output import progress, put, put_json, say

if TYPE_CHECKING:
    from kb.importing import ImportReport

_SHOWN = 20  # problems on the terminal; the report has them all


def import_(
    files: Annotated[list[Path], typer.Argument(help="JSONL, JSON, CSV or XLSX files.")],
    mapping: Annotated[
        str | None,
        typer.Option(help="How columns become fields: a name (see `kb mappings`) or a TOML file."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="A name for the source; default: the mapping's.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Import the good rows of files with bad ones.")
    ] = False,
    keep_missing: Annotated[
        bool, typer.Option("--keep-missing", help="The files are a part: withdraw nothing.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write every problem to this CSV file.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Read, check and sync files into the draft; a file with bad rows changes nothing."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import open_store
        from hotline.clock import now, today
        from hotline.reports import import_summary, write_problems
        from kb.importing import import_files
        from kb.mapping import find_mapping

        rules = find_mapping(mapping) if mapping else None
        if report:
            write_problems(report, ())  # a report that cannot be written stops it beforehand
        with exclusive(chosen), progress("importing") as show:
            done = import_files(
                open_store(chosen),
                files,
                mapping=rules,
                source=source,
                now=now(),
                today=today(),
                partial=partial,
                keep_missing=keep_missing,
                dry_run=dry_run,
                progress=lambda _, rows, total: show(rows, total),
            )
        if report:
            write_problems(report, done.problems)
        if json:
            put_json(import_summary(done, dry_run=dry_run))
        else:
            _print_import(done, dry_run=dry_run, report=report)
        if not done.applied and not dry_run:
            raise typer.Exit(BAD_INPUT)


def _print_import(done: "ImportReport", *, dry_run: bool, report: Path | None) -> None:
    for source, found in done.changes.items():
        put(
            f"{source}: created {len(found.created)}, updated {len(found.updated)}, "
            f"unchanged {len(found.unchanged)}, withdrawn {len(found.withdrawn)}"
        )
    if done.regions:
        put(f"regions: {done.regions}")
    put(f"rejected: {done.rejected_rows}")
    for problem in done.rejected[:_SHOWN]:
        put(f"  {problem}")
    if len(done.rejected) > _SHOWN:
        put(f"  … and {len(done.rejected) - _SHOWN} more: --report FILE.csv has them all")
    if done.notices:
        where = str(report) if report else "--report FILE.csv lists them"
        put(f"kept as plain text or noticed: {len(done.notices)} ({where})")
    if dry_run:
        say("hotline: a dry run; nothing was changed")
    elif not done.applied:
        say("hotline: nothing was changed. Mend the rows, or import the good ones with --partial")
