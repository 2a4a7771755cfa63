"""Runs of scripted dialogues: held, kept as lines, and their figures."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from dialogue.turn import Status
from eval.callers import Caller
from eval.checking import CHECKS
from eval.dialogues import HANDOFF, Dialogue
from eval.figures import by_group, confusion, figures
from eval.holding import hold
from eval.proving import Prover
from eval.running import Progress, run_tasks
from eval.runs import FORMAT, SCORES, Line, RunFolder, write_json
from eval.scoring import latency

MEASURES = ("passed", "turns", *CHECKS, "handoff_precision", "handoff_recall")
_SHARES = frozenset(MEASURES) - {"turns"}


def plan(
    dialogues: Sequence[Dialogue],
    paths: Sequence[Path],
    caller: Caller,
    *,
    jobs: int,
    told: Mapping[str, Any],
) -> dict[str, Any]:
    """The config of a run of these dialogues.

    Raises:
        NotReady, ServerUnusable: from the caller.
    """
    mark = sha256("\n".join(each.model_dump_json() for each in dialogues).encode())
    return {
        "format": FORMAT,
        "command": "dialogues",
        "cases": [str(path) for path in paths],
        "cases_digest": mark.hexdigest(),
        "cases_count": len(dialogues),
        "jobs": jobs,
        "published": asdict(caller.published()),
        **told,
    }


def run(
    dialogues: Sequence[Dialogue],
    config: Mapping[str, Any],
    caller: Caller,
    folder: RunFolder,
    *,
    now: Callable[[], datetime],
    progress: Progress | None = None,
) -> list[Line]:
    """Hold every dialogue that the folder does not hold yet, and write the folder.

    Raises:
        RunUnusable: the folder holds another run.
    """
    prover = Prover(caller.regions())
    tasks = {each.id: partial(_line, each, caller, prover) for each in dialogues}
    return run_tasks(tasks, folder, config, now=now, progress=progress)


def score_folder(folder: RunFolder) -> dict[str, Any]:
    """Score a run's folder anew and write `scores.json`.

    Raises:
        RunUnusable: there is no whole run.
    """
    scores = score(folder.lines())
    write_json(folder.path / SCORES, scores)
    return scores


def score(lines: Sequence[Line]) -> dict[str, Any]:
    """All figures of a run; a dialogue is a cluster of its own.

    `passed`: no reply has a fault. `turns`: the share of its replies that have none. Of each check
    (`eval.checking`): none of the replies that it says something of fails it. `handoff_precision`
    and `_recall`: of the hand-overs of scripted turns, none that should not be; none missing.
    """
    values = {line["id"]: _measures(line) for line in lines}
    clusters = {name: name for name in values}
    return {
        "format": FORMAT,
        "command": "dialogues",
        "cases": len(lines),
        "scored": len(lines),
        "items": len(lines),
        "turns": sum(len(line["exchanges"]) for line in lines),
        "figures": figures(list(values), values, clusters, MEASURES, shares=_SHARES),
        "groups": by_group(lines, values, clusters, MEASURES, shares=_SHARES),
        "confusion": confusion([pair for line in lines for pair in _pairs(line)]),
        "latency_ms": latency(
            [each["reply"]["timings_ms"] for line in lines for each in line["exchanges"]]
        ),
        "per_case": {name: {"cluster": name, **of} for name, of in values.items()},
    }


def _line(dialogue: Dialogue, caller: Caller, prover: Prover) -> Line:
    started = perf_counter()
    exchanges = hold(dialogue, caller, prover)
    return {
        "id": dialogue.id,
        "tags": list(dialogue.tags),
        "note": dialogue.note,
        "region": dialogue.region,
        "generation": exchanges[-1].reply.generation,
        "exchanges": [
            {
                "said": each.said,
                "option_id": each.option_id,
                "expect": turn.expect.model_dump(mode="json", exclude_defaults=True),
                "reply": each.reply.model_dump(mode="json"),
                "checked": list(each.checked),
                "faults": [asdict(fault) for fault in each.faults],
            }
            for turn, each in zip(dialogue.turns, exchanges, strict=True)
        ],
        "timings_ms": {"all_turns": round((perf_counter() - started) * 1000, 3)},
    }


def _measures(line: Line) -> dict[str, float]:
    rounds = line["exchanges"]
    good = [not each["faults"] for each in rounds]
    found = dict.fromkeys(MEASURES, math.nan)
    found |= {"passed": float(all(good)), "turns": sum(good) / len(good)}
    for check in CHECKS:
        failed = [any(f["check"] == check for f in each["faults"]) for each in rounds]
        if any(failed) or any(check in each["checked"] for each in rounds):
            found[check] = float(not any(failed))
    told = [(_hands_over(each), _is_due(each)) for each in rounds]
    if given := [due for done, due in told if done and due is not None]:
        found["handoff_precision"] = float(all(given))
    if due := [done for done, is_due in told if is_due]:
        found["handoff_recall"] = float(all(due))
    return found


def _hands_over(exchange: Mapping[str, Any]) -> bool:
    return Status(exchange["reply"]["status"]).group == HANDOFF


def _is_due(exchange: Mapping[str, Any]) -> bool | None:
    """Whether the script expects a hand-over; None where it does not say."""
    expected = exchange["expect"]
    if "handoff" in expected:
        return bool(expected["handoff"])
    if "status" in expected:
        return any(each.partition("_")[0] == HANDOFF for each in expected["status"])
    return None


def _pairs(line: Line) -> list[tuple[str, str]]:
    """(expected, given) groups of the turns for which the script wants one group."""
    pairs = []
    for each in line["exchanges"]:
        groups = {status.partition("_")[0] for status in each["expect"].get("status", ())}
        if len(groups) == 1:
            pairs.append((groups.pop(), Status(each["reply"]["status"]).group))
    return pairs
