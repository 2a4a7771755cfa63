"""`hotline eval bench`: the search and the publish beside their peers."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.failures import explained
from hotline.cli.output import put, put_json, put_table, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.records import Record


def bench(
    entries: Annotated[
        int, typer.Option(min=1000, help="Entries of the base that is grown, at least.")
    ] = 87_000,
    texts: Annotated[
        int | None,
        typer.Option(min=1, help="Distinct texts that are searched; default: as many as entries."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="A few thousand entries and no model, in seconds.")
    ] = False,
    real: Annotated[
        bool,
        typer.Option(
            "--real", help="Encode every text instead of imitating the encoder's vectors."
        ),
    ] = False,
    files: Annotated[
        list[Path] | None,
        typer.Option("--file", help="Grow these files, not the sample base; may be repeated."),
    ] = None,
    mapping: Annotated[
        str | None, typer.Option(help="How the files' columns become fields (see `kb mappings`).")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed grows another base.")] = 0,
    out: Annotated[Path | None, typer.Option(help="A folder for bench.json and bench.md.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Time our search and publish in turns with their peers, over one grown base."""
    chosen = settings()
    with explained(), TemporaryDirectory(prefix="hotline-bench-") as temporary:
        from dataclasses import asdict, replace
        from functools import partial

        from retriever.runtime import prepare

        prepare(chosen.threads)
        from eval.bench.plan import QUICK, Plan
        from eval.bench.run import run_bench
        from eval.bench.tables import about, tables, write
        from hotline.clock import now
        from retriever.encoders import load_encoder

        plan = replace(
            QUICK if quick else Plan(entries=entries, texts=texts or entries),
            seed=seed,
            encode_all=real,
        )
        folder = Path(temporary)
        name = "hashing" if quick else chosen.encoder
        load = partial(load_encoder, name, chosen.data_dir / "models")
        figures = run_bench(
            plan,
            _seeds(files, mapping, folder),
            folder,
            encoder=load(),
            make_encoder=load,
            now=now(),
            say=lambda what: say(f"hotline: {what}"),
        )
        if out is not None:
            write(out, figures)
        if json:
            put_json(asdict(figures))
            return
        for line in about(figures):
            put(line)
        for table in tables(figures):
            put(f"\n{table.title}")
            put_table(table.headings, table.rows)
            for note in table.notes:
                put(note)


def _seeds(files: "list[Path] | None", mapping: str | None, folder: Path) -> "Sequence[Record]":
    from eval.bench.seeds import records_of, sample_records
    from hotline.clock import now

    if files:
        return records_of(files, folder, mapping=mapping, now=now())
    return sample_records(folder, now=now())
