"""`hotline eval load`: many citizens at once, and what became of their questions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hotline.cli.context import settings
from hotline.cli.eval_cases import MappingOption, read_all_cases
from hotline.cli.failures import GATE_FAILED, explained
from hotline.cli.options import JsonOption
from hotline.cli.output import progress, put, put_json, put_table, say

if TYPE_CHECKING:
    from eval.load.figures import Encoding
    from hotline.settings import Settings


def load(
    out: Annotated[Path, typer.Option("--out", help="A folder for what the run found.")],
    sessions: Annotated[int, typer.Option(min=1, help="Citizens at once.")] = 560,
    think: Annotated[
        float, typer.Option(min=0, help="Mean seconds a citizen thinks; 0: as fast as it goes.")
    ] = 15.0,
    ramp: Annotated[float, typer.Option(min=0, help="Seconds over which they come in.")] = 30.0,
    duration: Annotated[float, typer.Option(min=1, help="Seconds until nobody asks on.")] = 120.0,
    cases: Annotated[
        list[Path] | None,
        typer.Option("--cases", help="Ask these questions; default: those of the base itself."),
    ] = None,
    mapping: MappingOption = None,
    url: Annotated[
        str | None, typer.Option(help="Ask a running server instead of one started for the run.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed draws other questions and pauses.")] = 0,
    json: JsonOption = False,
) -> None:
    """Put a server under load; exit 1 where a question failed or an answer was lost or doubled."""
    chosen = settings()
    with explained():
        from eval.load.plan import LoadPlan
        from eval.load.run import run_load

        plan = LoadPlan(
            sessions=sessions, think_s=think, ramp_s=ramp, duration_s=duration, seed=seed
        )
        questions = _questions(chosen, cases, mapping)
        encoding = None if url else _encoding(chosen, questions)
        with _server(chosen, url, out) as address, progress("asking") as show:
            found = run_load(address, plan, questions, out, encoding=encoding, progress=show)
        if json:
            put_json(found)
        else:
            _print(found["figures"], out)
    figures = found["figures"]
    if figures["errors"] or figures["lost"] or figures["doubled"] or figures["unread_sessions"]:
        raise typer.Exit(GATE_FAILED)


def _questions(chosen: "Settings", cases: list[Path] | None, mapping: str | None) -> Sequence[str]:
    if cases:
        return [case.question for case in read_all_cases(cases, mapping).cases]
    from hotline.bootstrap import open_store
    from kb.errors import KbError
    from kb.records import Faq, Guide, Item

    store = open_store(chosen)
    found: dict[str, None] = {}
    for stored in store.records(store.generations.live()):
        if isinstance(stored.record, Guide | Item):
            found.update(dict.fromkeys(stored.record.sample_questions))
        elif isinstance(stored.record, Faq):
            found.update(dict.fromkeys(stored.record.similar_questions))
    if not found:
        raise KbError("The base has no sample questions to ask; name some with --cases")
    return list(found)


def _encoding(chosen: "Settings", questions: Sequence[str]) -> "Encoding":
    from eval.load.encoding import encoding_rate
    from hotline.bootstrap import build

    say("hotline: taking the bare encoder's rate")
    return encoding_rate(build(chosen).encoders.questions, questions)


@contextmanager
def _server(chosen: "Settings", url: str | None, out: Path) -> Iterator[str]:
    if url is not None:
        yield url
        return
    from eval.load.server import own_server

    with own_server(chosen.data_dir, out / "server.log") as address:
        yield address


def _print(figures: dict[str, Any], out: Path) -> None:
    seconds = figures["seconds"]
    encoder = figures["encoder"]
    rows = [
        ("questions", figures["questions"]),
        ("answered", figures["answered"]),
        ("failed", sum(figures["errors"].values())),
        ("lost after they were acknowledged", len(figures["lost"])),
        ("sessions with a turn too many", len(figures["doubled"])),
        ("answered a second, everybody there", _short(figures["answered_a_second"])),
        *((f"seconds to the answer, {name}", _short(value)) for name, value in seconds.items()),
        ("cores used by the asking process", _short(figures["client_cores"])),
    ]
    if encoder is not None:
        rows += [
            ("bare encoder, texts a second, singly", _short(encoder["singly_a_second"])),
            ("bare encoder, texts a second, batched", _short(encoder["batched_a_second"])),
            ("answered a second / batched encoder", _short(figures["share_of_encoder"])),
        ]
    put_table(("figure", "value"), rows)
    for error, count in figures["errors"].items():
        say(f"hotline: {count} × {error}")
    put(f"Plots and every question: {out}")


def _short(value: float | None) -> str:
    return "nan" if value is None else f"{value:.3g}"
