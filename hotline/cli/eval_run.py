"""`hotline eval retrieval` and `rescore`: ask every case, and score what was found."""

from pathlib import Path
from typing import Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.eval_cases import CasesOption, MappingOption, read_all_cases
from hotline.cli.failures import explained
from hotline.cli.measured import caller, circumstances, without_cases
from hotline.cli.options import JsonOption
from hotline.cli.output import progress, put, put_json, put_table, say


def retrieval(
    cases: CasesOption,
    out: Annotated[Path, typer.Option("--out", help="The run's folder.")],
    mapping: MappingOption = None,
    url: Annotated[
        str | None, typer.Option(help="Ask a running server instead of the data directory.")
    ] = None,
    k: Annotated[int, typer.Option("-k", "--k", min=1, max=100, help="Hits a case.")] = 10,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Cases asked at once.")] = 2,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many cases.")] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget the run that the folder holds.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Ask every case and score what was found; cut off, the same command goes on."""
    chosen = settings()
    with explained():
        from eval.planning import plan_run
        from eval.printing import print_run
        from eval.retrieval import run
        from eval.runs import RunFolder, finite
        from eval.scoring import score_folder
        from hotline.clock import now

        file = read_all_cases(cases, mapping)
        folder = RunFolder(out)
        with caller(chosen, url) as finder, progress("asking") as show:
            plan = plan_run(
                file, finder, k=k, jobs=jobs, limit=limit, told=circumstances(chosen, mapping, url)
            )
            if fresh:
                folder.clear()
            if folder.is_whole:
                say(f"hotline: {out} holds this run already; --fresh asks everything again")
            show(0, len(plan.asked))
            run(plan, finder, folder, now=now, progress=show)
        scores = score_folder(folder)
        if json:
            put_json(finite({"out": str(out), "config": folder.config(), **without_cases(scores)}))
            return
        print_run(scores, folder.config(), put=put, put_table=put_table, say=say)


def rescore(
    run: Annotated[Path, typer.Argument(help="A run's folder.")],
    cases: Annotated[
        list[Path] | None,
        typer.Option("--cases", help="Judge by these cases instead of the run's own."),
    ] = None,
    mapping: MappingOption = None,
    json: JsonOption = False,
) -> None:
    """Score a run anew without asking anything again."""
    with explained():
        from eval.commands import score_run
        from eval.printing import print_run
        from eval.runs import RunFolder, finite

        folder = RunFolder(run)
        golds = {case.id: case for case in read_all_cases(cases, mapping).cases} if cases else None
        scores = score_run(folder, golds)
        if json:
            put_json(finite({"out": str(run), "config": folder.config(), **without_cases(scores)}))
            return
        print_run(scores, folder.config(), put=put, put_table=put_table, say=say)
