"""`hotline eval impact` and `hotline eval replay`: what a change touches, and what has changed."""

import json as json_
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hotline.cli.context import settings
from hotline.cli.days import beginning, day
from hotline.cli.eval_cases import MappingOption, read_all_cases
from hotline.cli.failures import GATE_FAILED, explained
from hotline.cli.options import JsonOption
from hotline.cli.output import progress, put, put_json, put_table, say

if TYPE_CHECKING:
    from eval.cases import Case
    from eval.impact import Changed
    from eval.replay import Replayed
    from hotline.settings import Settings

_SHOWN = 30
_WIDTH = 40  # characters of a text on the terminal


def impact(
    cases: Annotated[
        list[Path] | None, typer.Option("--cases", help="Cases that a change may touch.")
    ] = None,
    mapping: MappingOption = None,
    days: Annotated[int, typer.Option(min=1, help="Answers of so many days count.")] = 7,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Ask what is touched again, of what is served and of the draft."
        ),
    ] = False,
    json: JsonOption = False,
) -> None:
    """What publishing the draft would change, and which cases and answers that touches.

    With --again the draft is published beside what is served, only what is touched is asked of
    both, and the command fails where a case that is right now would be wrong then.
    """
    chosen = settings()
    with explained():
        from dialogue.errors import NotReady
        from eval.impact import changes, touched_answers, touched_cases
        from hotline.bootstrap import open_store
        from hotline.clock import now
        from hotline.retention import open_sessions

        store = open_store(chosen)
        live = store.generations.live()
        if live is None:
            raise NotReady
        found = changes(store, live)
        asked = touched_cases(read_all_cases(cases, mapping).cases, found) if cases else []
        moment = now()
        said = open_sessions(chosen).said(moment - timedelta(days), moment)
        sessions = touched_answers(said, found)
        told: dict[str, Any] = {
            "generation": live,
            "changes": [_change(each) for each in found],
            "cases": [case.id for case in asked],
            "sessions": sorted(sessions),
        }
        worse: Sequence[str] = ()
        if again and found:
            compared = _asked_again(
                chosen, asked, [each for own in sessions.values() for each in own]
            )
            told |= compared
            worse = compared["worse"]
        if json:
            put_json(told)
        else:
            _print_impact(told)
    if worse:
        raise typer.Exit(GATE_FAILED)


def replay(
    on: Annotated[str, typer.Option("--day", help="The day (2026-11-23, 今天, 昨天).")] = "昨天",
    out: Annotated[
        Path | None, typer.Option("--out", help="Write every turn to this JSONL.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """What was said on a day, out of which generation, and what would be said now."""
    chosen = settings()
    which = day(on)
    with explained():
        from dialogue.store import MemorySessions
        from eval.replay import replay as again
        from hotline.bootstrap import build
        from hotline.retention import open_sessions

        said = list(open_sessions(chosen).said(beginning(which), beginning(which + timedelta(1))))
        service = build(chosen, sessions=MemorySessions()).assistant
        turns = []
        with progress("asking again") as show:
            for each in again(said, service):
                turns.append(each)
                show(len(turns), len(said))
        rows = [_replayed(each) for each in turns]
        if out is not None:
            lines = (json_.dumps(row, ensure_ascii=False) for row in rows)
            out.write_text("".join(f"{line}\n" for line in lines), "utf-8")
            say(f"hotline: {len(rows)} turns in {out}")
        if json:
            put_json(rows)
            return
        other = [each for each in turns if not each.same]
        shown = [
            (
                each.then.generation,
                _short(each.question),
                each.then.status,
                each.now.status,
                _short(each.now.text),
            )
            for each in other[:_SHOWN]
        ]
        put_table(("generation", "question", "then", "now", "would be said now"), shown)
        put(f"{len(turns)} turns, {len(other)} of them would be answered otherwise now")


def _asked_again(
    chosen: "Settings", cases: "Sequence[Case]", said: "Iterable[Any]"
) -> dict[str, Any]:
    from dialogue.store import MemorySessions
    from eval.again import right
    from eval.replay import replay as again
    from hotline.bootstrap import build
    from hotline.candidate import candidate

    served = build(chosen, sessions=MemorySessions()).assistant
    with (
        progress("publishing the draft beside what is served") as show,
        candidate(chosen, show) as drafted,
    ):
        verdicts = {
            case.id: (right(case, served), right(case, drafted.assistant)) for case in cases
        }
        answers = [each for each in again(said, drafted.assistant) if not each.same]
    return {
        "worse": [id_ for id_, (before, after) in verdicts.items() if before and not after],
        "better": [id_ for id_, (before, after) in verdicts.items() if after and not before],
        "answers": [_replayed(each) for each in answers],
    }


def _change(each: "Changed") -> dict[str, Any]:
    return {
        "change": each.change,
        "code": each.code,
        "name": each.name,
        "region": each.region,
        "situation": each.situation,
        "element": each.element,
        "before": each.before,
        "after": each.after,
    }


def _replayed(each: "Replayed") -> dict[str, Any]:
    return {
        "session": each.session_id,
        "seq": each.then.seq,
        "question": each.question,
        "same": each.same,
        "then": {
            "generation": each.then.generation,
            "status": each.then.status,
            "text": each.then.text,
        },
        "now": {
            "generation": each.now.generation,
            "status": each.now.status,
            "text": each.now.text,
        },
    }


def _print_impact(told: dict[str, Any]) -> None:
    rows = [
        (c["change"], c["code"], c["region"], c["element"], _short(c["before"]), _short(c["after"]))
        for c in told["changes"][:_SHOWN]
    ]
    put_table(("change", "code", "region", "element", "before", "after"), rows)
    put(
        f"{len(told['changes'])} changes to generation {told['generation']}; touched: "
        f"{len(told['cases'])} cases, {len(told['sessions'])} conversations"
    )
    if "worse" in told:
        put(
            f"asked again: {len(told['worse'])} cases worse, {len(told['better'])} better, "
            f"{len(told['answers'])} replies otherwise"
        )
        for id_ in told["worse"]:
            put(f"worse: {id_}")


def _short(text: str | None) -> str:
    plain = (text or "").replace("\n", " ")
    return plain if len(plain) <= _WIDTH else f"{plain[:_WIDTH]}…"
