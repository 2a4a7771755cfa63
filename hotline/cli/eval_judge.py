"""`hotline eval compare`, `gate` and `trec`: what figures say."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from hotline.cli.failures import BAD_INPUT, GATE_FAILED, explained
from hotline.cli.options import JsonOption
from hotline.cli.output import put, put_json, put_table, say

RunArgument = Annotated[Path, typer.Argument(help="A run's folder, or a scores.json kept of one.")]


def compare(
    before: RunArgument,
    after: RunArgument,
    at: Annotated[
        str | None,
        typer.Option("--at", help="The measure by which cases flip; default: R@1, exact, passed."),
    ] = None,
    examples: Annotated[int, typer.Option(min=0, help="Flipped cases shown a side.")] = 10,
    json: JsonOption = False,
) -> None:
    """What changed from one run to the other, for which cases, and whether chance explains it."""
    with explained():
        from eval.compare import compare, open_measured
        from eval.printing import print_comparison
        from eval.runs import finite

        found = compare(open_measured(before), open_measured(after), at)
        if json:
            put_json(finite({"equal": found.is_equal, **asdict(found)}))
            return
        print_comparison(found, examples=examples, put=put, put_table=put_table)


def gate(
    run: RunArgument,
    min_: Annotated[
        list[str] | None,
        typer.Option("--min", help="FIGURE=VALUE: R@1=.7, or tag/typo/R@1=.5 for a group."),
    ] = None,
    no_worse_than: Annotated[
        Path | None, typer.Option(help="A run's folder, or a scores.json kept of one.")
    ] = None,
    figure: Annotated[
        list[str] | None,
        typer.Option(
            "--figure", help="What may not be worse; default: what says most of such a run."
        ),
    ] = None,
    slack: Annotated[float, typer.Option(min=0, max=1, help="What may be lost all the same.")] = 0,
    json: JsonOption = False,
) -> None:
    """Exit 1, and say why, where a figure is too low or worse than it was."""
    with explained():
        from eval.compare import open_measured
        from eval.gate import floor, held, not_worse
        from eval.runs import finite

        if not min_ and no_worse_than is None:
            say("hotline: nothing to hold the run against. Give --min, --no-worse-than or both")
            raise typer.Exit(BAD_INPUT)
        measured = open_measured(run)
        verdicts = list(held(measured, [floor(each) for each in min_ or ()]))
        if no_worse_than is not None:
            than = open_measured(no_worse_than)
            verdicts += not_worse(measured, than, figure or (), slack)
        failed = [each for each in verdicts if not each.passed]
        if json:
            put_json(finite({"passed": not failed, "verdicts": [asdict(e) for e in verdicts]}))
        else:
            for each in verdicts:
                put(f"{'passed' if each.passed else 'FAILED'}: {each.sentence}")
        if failed:
            say(f"hotline: the gate is shut: {'; '.join(each.sentence for each in failed)}")
            raise typer.Exit(GATE_FAILED)


def report(
    run: Annotated[Path, typer.Argument(help="A run's folder.")],
    against: Annotated[
        Path | None, typer.Option(help="An earlier run, or a scores.json kept of one.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Write report.html and report.md into a run's folder: what is right, what is not, and why."""
    with explained():
        from eval.report import gather, write_report
        from eval.runs import RunFolder, finite

        data = gather(RunFolder(run), against)
        page, markdown = write_report(data, run)
        if json:
            put_json(finite({"page": str(page), "markdown": str(markdown), **data}))
            return
        put(f"{page}\n{markdown}")


def trec(
    run: Annotated[Path, typer.Argument(help="Rankings of any system, in TREC's run format.")],
    qrels: Annotated[Path, typer.Argument(help="What is right, in TREC's qrels format.")],
    k: Annotated[int, typer.Option("-k", "--k", min=1, max=1000, help="Depth.")] = 10,
    json: JsonOption = False,
) -> None:
    """Score the rankings of another system."""
    with explained():
        from eval.printing import FIGURE_HEADINGS, figure_rows
        from eval.runs import finite
        from eval.scoring import score_rankings
        from eval.trec import read_qrels, read_run

        figures = score_rankings(read_run(run), read_qrels(qrels), k)
        if json:
            put_json(finite(figures))
        else:
            put_table(FIGURE_HEADINGS, figure_rows(figures))
