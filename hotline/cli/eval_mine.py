"""`hotline eval mine`: what citizens asked and did not get, as work for the base's keepers."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.days import beginning, day
from hotline.cli.failures import explained
from hotline.cli.options import JsonOption
from hotline.cli.output import progress, put, put_json, put_table

_SHOWN = 20


def mine(
    out: Annotated[Path, typer.Option("--out", help="A folder for clusters.xlsx and proposals.")],
    days: Annotated[int, typer.Option(min=1, help="How many days back to look.")] = 30,
    until: Annotated[str, typer.Option(help="The last day that counts (2026-11-23).")] = "今天",
    json: JsonOption = False,
) -> None:
    """Cluster unanswered, given-up and badly rated questions, each with a proposed case or entry."""
    chosen = settings()
    last = day(until) + timedelta(1)
    with explained():
        from dialogue.errors import NotReady
        from eval.mining.gathering import unserved
        from eval.mining.mining import mine as cluster
        from eval.mining.review import proposals, write_review
        from hotline.bootstrap import build
        from hotline.retention import open_sessions

        hotline = build(chosen)
        base = hotline.live.current()
        if base is None:
            raise NotReady
        said = open_sessions(chosen).said(beginning(last - timedelta(days)), beginning(last))
        questions = list(unserved(said))
        with progress("clustering") as show:
            found = cluster(questions, base, hotline.encoders.questions, progress=show)
        write_review(out, found, offer_at=base.offer_at)
        if json:
            put_json(list(proposals(found, base.offer_at)))
            return
        rows = [
            (each.size, each.examples[0], each.nearest.name if each.nearest else "")
            for each in found[:_SHOWN]
        ]
        put_table(("asked", "question", "nearest"), rows)
        put(f"{len(questions)} questions that were not served, in {len(found)} clusters: {out}")
