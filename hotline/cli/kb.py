"""`hotline kb …`: look into the knowledge base; importing and publishing stand beside this."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline.cli import kb_import, kb_joined, kb_lint, kb_publish
from hotline.cli.context import settings
from hotline.cli.failures import NOT_READY, explained
from hotline.cli.options import JsonOption
from hotline.cli.output import put, put_json, put_table, say

if TYPE_CHECKING:
    from kb.records import RecordKind
    from kb.store import Store

app = typer.Typer(no_args_is_help=True, help="Import, publish and look after the knowledge base.")
app.command("import")(kb_import.import_)
app.command()(kb_publish.publish)
app.command()(kb_publish.rollback)
app.command()(kb_lint.lint)
app.command()(kb_joined.joined)


_REGION = "region"
_KINDS = "guide, item, faq, policy, life_event, notice or region"
_BY_NAME = "default: what the file is named for (faqs.xlsx, regions.csv …), else guide."


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
    file: Annotated[
        Path, typer.Argument(help="What to write: .xlsx, .csv or .jsonl; - for JSONL to stdout.")
    ],
    draft: Annotated[bool, typer.Option("--draft", help="The draft, not what is served.")] = False,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    kind: Annotated[str | None, typer.Option(help=f"{_KINDS}; {_BY_NAME}")] = None,
    code: Annotated[
        list[str] | None, typer.Option("--code", help="Only this code; may be repeated.")
    ] = None,
    region: Annotated[str | None, typer.Option(help="Only what is for this region itself.")] = None,
    json: JsonOption = False,
) -> None:
    """Write records as a table with Chinese headings, or as JSONL; both import to the same digests."""
    chosen = settings()
    with explained():
        from hotline.bootstrap import open_store
        from hotline.reports import write_export, write_regions
        from kb.records import code_of

        wanted = _kind_wanted(kind, file)
        store = open_store(chosen)
        regions = store.regions()
        if wanted is None:
            count = write_regions(file, regions)
        else:
            only = regions.resolve(region).code if region else None
            chosen_ones = (
                each
                for each in store.records(None if draft else _served(store))
                if source in (None, each.source)
                and (not code or code_of(each.record) in code)
                and only in (None, each.record_region)
            )
            count = write_export(file, chosen_ones, wanted, regions)
    if json and str(file) != "-":  # there the records themselves are the output
        put_json({"file": str(file), "kind": wanted or _REGION, "written": count})
    else:
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
def mappings(json: JsonOption = False) -> None:
    """The mappings that come with the hotline."""
    from kb.mapping import find_mapping, known_mappings

    rows = [(name, find_mapping(name)) for name in known_mappings()]
    if json:
        put_json([{"name": n, "kind": rules.kind, "title": rules.title} for n, rules in rows])
        return
    put_table(("name", "kind", "what"), [(n, rules.kind, rules.title) for n, rules in rows])


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="The CSV or XLSX file to write.")],
    kind: Annotated[str | None, typer.Option(help=f"{_KINDS}; {_BY_NAME}")] = None,
    json: JsonOption = False,
) -> None:
    """Write an empty table with Chinese headings, to be filled in and imported."""
    with explained():
        from kb.templates import write_region_template, write_template

        chosen = _kind_wanted(kind, file)
        if chosen is None:
            write_region_template(file)
        else:
            write_template(file, chosen)
    if json:
        put_json({"file": str(file), "kind": chosen or _REGION})
    else:
        say(f"hotline: {file} written; fill it in, then `hotline kb import {file}`")


def _kind_wanted(word: str | None, file: Path) -> "RecordKind | None":
    """What a file is to hold; None: regions."""
    from hotline.reports import kind_called, kind_of_file

    if word is None:
        return kind_of_file(file)
    return None if word == _REGION else kind_called(word, _REGION)


def _served(store: "Store") -> int:
    from dialogue.errors import NotReady

    if (live := store.generations.live()) is None:
        raise NotReady
    return live


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("text", value))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
