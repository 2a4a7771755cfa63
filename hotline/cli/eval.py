"""`hotline eval …`: how good the hotline is, measured."""

import typer

from hotline.cli import (
    eval_answers,
    eval_bench,
    eval_cases,
    eval_change,
    eval_elements,
    eval_generate,
    eval_judge,
    eval_load,
    eval_mine,
    eval_plots,
    eval_run,
)

app = typer.Typer(no_args_is_help=True, help="How good the hotline is, measured.")
app.command("generate")(eval_generate.generate)
app.command("split")(eval_cases.split)
app.command("mappings")(eval_cases.mappings)
app.command("retrieval")(eval_run.retrieval)
app.command("answers")(eval_answers.answers)
app.command("dialogues")(eval_answers.dialogues)
app.command("elements")(eval_elements.elements)
app.command("rescore")(eval_run.rescore)
app.command("compare")(eval_judge.compare)
app.command("gate")(eval_judge.gate)
app.command("report")(eval_judge.report)
app.command("trec")(eval_judge.trec)
app.command("plots")(eval_plots.plots)
app.command("bench")(eval_bench.bench)
app.command("load")(eval_load.load)
app.command("mine")(eval_mine.mine)
app.command("impact")(eval_change.impact)
app.command("replay")(eval_change.replay)
