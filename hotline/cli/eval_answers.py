"""`hotline eval answers` and `eval dialogues`: conversations held and held against what is right."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.eval_cases import CasesOption, MappingOption, read_all_cases
from hotline.cli.failures import explained
from hotline.cli.measured import caller, circumstances, without_cases
from hotline.cli.options import JsonOption
from hotline.cli.output import progress, put, put_json, put_table, say

if TYPE_CHECKING:
    from eval.runs import RunFolder

OutOption = Annotated[Path, typer.Option("--out", help="The run's folder.")]
UrlOption = Annotated[
    str | None, typer.Option(help="Talk with a running server instead of the data directory.")
]
JobsOption = Annotated[int, typer.Option(min=1, max=64, help="Conversations held at once.")]
FreshOption = Annotated[bool, typer.Option("--fresh", help="Forget the run that the folder holds.")]


def answers(
    cases: CasesOption,
    out: OutOption,
    mapping: MappingOption = None,
    url: UrlOption = None,
    jobs: JobsOption = 2,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many cases.")] = None,
    fresh: FreshOption = False,
    json: JsonOption = False,
) -> None:
    """Ask every case as a citizen does, and hold each answer against the guides."""
    chosen = settings()
    with explained():
        from eval.answers.asking import run
        from eval.answers.scoring import score_folder
        from eval.planning import plan_run
        from eval.printing import print_run
        from eval.runs import RunFolder, finite
        from eval.staleness import aged
        from hotline.clock import now, today

        file = read_all_cases(cases, mapping)
        folder = RunFolder(out)
        with caller(chosen, url) as asks, progress("asking") as show:
            told = circumstances(chosen, mapping, url)
            plan = plan_run(
                file,
                asks,
                k=None,
                jobs=jobs,
                limit=limit,
                told={**told, "aged": list(aged(asks.records() or {}, today()))},
                command="answers",
            )
            _begin(folder, fresh=fresh)
            show(0, len(plan.asked))
            run(plan, asks, folder, now=now, progress=show)
        scores = score_folder(folder)
        if json:
            put_json(finite({"out": str(out), "config": folder.config(), **without_cases(scores)}))
            return
        print_run(scores, folder.config(), put=put, put_table=put_table, say=say)


def dialogues(
    cases: CasesOption,
    out: OutOption,
    url: UrlOption = None,
    jobs: JobsOption = 2,
    fresh: FreshOption = False,
    json: JsonOption = False,
) -> None:
    """Hold scripted dialogues, and name every reply that is not as its script expects."""
    chosen = settings()
    with explained():
        from eval.dialogue_run import plan, run, score_folder
        from eval.dialogues import read_dialogues
        from eval.printing import print_run
        from eval.runs import RunFolder, finite
        from hotline.clock import now

        scripts = read_dialogues(*cases)
        folder = RunFolder(out)
        with caller(chosen, url) as asks, progress("talking") as show:
            told = circumstances(chosen, None, url)
            config = plan(scripts, cases, asks, jobs=jobs, told=told)
            _begin(folder, fresh=fresh)
            show(0, len(scripts))
            lines = run(scripts, config, asks, folder, now=now, progress=show)
        scores = score_folder(folder)
        if json:
            put_json(finite({"out": str(out), "config": folder.config(), **without_cases(scores)}))
            return
        print_run(scores, folder.config(), put=put, put_table=put_table, say=say)
        for line in lines:
            for at, each in enumerate(line["exchanges"], 1):
                for fault in each["faults"]:
                    put(f"{line['id']}, turn {at}, {fault['check']}: {fault['said']}")


def _begin(folder: "RunFolder", *, fresh: bool) -> None:
    if fresh:
        folder.clear()
    if folder.is_whole:
        say(f"hotline: {folder.path} holds this run already; --fresh asks everything again")
