"""`hotline kb …`: import, publish and look after the knowledge base."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.failures import BAD_INPUT, NOT_READY, explained
from hotline.cli.output import progress, put, put_json, put_table, say

if TYPE_CHECKING:
    from hotline.settings import Settings
    from kb.importing import ImportReport
    from kb.store import Store

app = typer.Typer(no_args_is_help=True, help="Import, publish and look after the knowledge base.")
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command("import")
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
        with _exclusive(chosen), progress("importing") as show:
            done = import_files(
                open_store(chosen),
                files,
                mapping=rules,
                source=source,
                now=now(),
                today=today(),
                partial=partial,
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


_SHOWN = 20


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


@app.command()
def publish(json: JsonOption = False) -> None:
    """Build the next generation, verify it and switch to it."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import build
        from hotline.clock import now
        from retriever.publishing import publish

        hotline = build(chosen)
        with _exclusive(chosen), progress("publishing: texts") as show:
            done = publish(
                hotline.store,
                hotline.encoder(),
                hotline.places,
                now=now(),
                progress=show,
            )
        if json:
            put_json(asdict(done))
        elif done.is_new:
            put(
                f"generation {done.generation}: {done.documents} documents, {done.texts} texts, "
                f"{done.encoded} encoded anew"
            )
        else:
            put(f"generation {done.generation} holds all of this already; nothing to publish")


@app.command()
def status(json: JsonOption = False) -> None:
    """What the draft holds and which generation is served; exit 3 where nothing is published."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import open_store

        store = open_store(chosen)
        live = store.generations.live()
        generations = {each.number: each for each in store.generations.all()}
        drafted = store.counts()
        waiting = live is None or generations[live].digest != store.draft.digest()
        if json:
            put_json(
                {
                    "generation": live,
                    "generations": sorted(generations),
                    "draft": [
                        {"source": source, "kind": kind, "records": count}
                        for (source, kind), count in drafted.items()
                    ],
                    "unpublished_changes": waiting and bool(drafted),
                    "regions": len(store.regions()),
                }
            )
        else:
            put_table(
                ("source", "kind", "records"), [(s, k, count) for (s, k), count in drafted.items()]
            )
            put(f"served: {'nothing' if live is None else f'generation {live}'}")
            if drafted and waiting:
                put("The draft has changes that are not published: hotline kb publish")
    if live is None:
        say("hotline: nothing is published")
        raise typer.Exit(NOT_READY)


@app.command("list")
def list_(
    draft: Annotated[bool, typer.Option("--draft", help="The draft, not what is served.")] = False,
    json: JsonOption = False,
) -> None:
    """Every item, question and policy with its code."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import open_store

        store = open_store(chosen)
        rows = store.codes(None if draft else _served(store))
        if json:
            keys = ("code", "kind", "name", "records")
            put_json([dict(zip(keys, row, strict=True)) for row in rows])
        else:
            put_table(("code", "kind", "name", "records"), rows)


@app.command()
def show(
    code: Annotated[str, typer.Argument(help="Item code, faq id or document id.")],
    draft: Annotated[bool, typer.Option("--draft", help="The draft, not what is served.")] = False,
    json: JsonOption = False,
) -> None:
    """All records of one item, question or policy."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import open_store
        from hotline.reports import record_view
        from kb.errors import KbError

        store = open_store(chosen)
        found = store.find(code, None if draft else _served(store))
        if not found:
            raise KbError(
                f"There is no {code!r} in the base; `hotline kb list` shows what there is"
            )
        views = [record_view(stored) for stored in found]
        if json:
            put_json(views)
            return
        for view in views:
            put_table(("field", "value"), [(key, _shown(value)) for key, value in view.items()])
            put()


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The JSONL file to write; - for stdout.")],
    draft: Annotated[bool, typer.Option("--draft", help="The draft, not what is served.")] = False,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    kind: Annotated[str, typer.Option(help="guide, item, faq or policy.")] = "guide",
) -> None:
    """Write records in the canonical form, which imports again to the same digests."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import open_store
        from hotline.reports import write_export
        from kb.errors import KbError
        from kb.records import RecordKind

        if kind not in list(RecordKind):
            raise KbError(f"{kind!r} is no kind of record; kinds are {', '.join(RecordKind)}")
        store = open_store(chosen)
        records = store.records(None if draft else _served(store))
        chosen_ones = (each for each in records if source in (None, each.source))
        count = write_export(file, chosen_ones, RecordKind(kind))
    say(f"hotline: {count} records written to {file}")


@app.command()
def generations(json: JsonOption = False) -> None:
    """All generations, newest first."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import open_store

        rows = open_store(chosen).generations.all()
        if json:
            put_json(
                [
                    {
                        "number": each.number,
                        "created_at": each.created_at,
                        "records": each.records,
                        "encoder": each.encoder,
                        "served": each.is_live,
                    }
                    for each in rows
                ]
            )
            return
        put_table(
            ("generation", "made", "records", "served"),
            [
                (e.number, f"{e.created_at:%F %T}", e.records, "*" if e.is_live else "")
                for e in rows
            ],
        )


@app.command()
def rollback(number: Annotated[int, typer.Argument(help="The generation to serve.")]) -> None:
    """Serve an earlier generation; the draft stays as it is."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import build
        from hotline.clock import now
        from retriever.publishing import roll_back

        hotline = build(chosen)
        with _exclusive(chosen), progress("restoring: texts") as show:
            roll_back(
                hotline.store,
                hotline.encoder,
                hotline.places,
                number,
                now=now(),
                progress=show,
            )
        put(f"generation {number} is served")


@app.command()
def mappings() -> None:
    """The mappings that come with the hotline."""
    from kb.mapping import find_mapping, known_mappings

    rows = [(name, find_mapping(name)) for name in known_mappings()]
    put_table(("name", "kind", "what"), [(n, rules.kind, rules.title) for n, rules in rows])


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="guides.xlsx, faqs.xlsx, guides.csv …")],
) -> None:
    """Write an empty table with Chinese headings, to be filled in and imported."""
    with explained():
        from kb.templates import write_template

        write_template(file)
    say(f"hotline: {file} written; fill it in, then `hotline kb import {file}`")


@contextmanager
def _exclusive(chosen: "Settings") -> Iterator[None]:
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


def _served(store: "Store") -> int:
    from dialogue.errors import NotReady

    if (live := store.generations.live()) is None:
        raise NotReady
    return live


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("text", value))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
