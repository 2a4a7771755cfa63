"""Asking one case: as a citizen does, with at most two rounds of choosing where it is asked back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from time import perf_counter
from typing import Any

from api import schemas
from dialogue.turn import Status
from eval.answers.choosing import NONE, fitting
from eval.answers.judging import judge
from eval.answers.truth import Truth, Truths
from eval.callers import Caller
from eval.cases import Case
from eval.cases import to_json as case_json
from eval.finding import Published
from eval.planning import Asked, Plan
from eval.proving import Prover
from eval.retrieval import same_generation
from eval.running import Progress, run_tasks
from eval.runs import Line, RunFolder

ROUNDS = 2  # times that a citizen chooses before giving up
_SAID = "region:said"  # tag of a case whose own words say the region
_WHY = 5  # hits kept of a case that went wrong, and as many rejected ones
_EXPECTED = "answered"


def run(
    plan: Plan,
    caller: Caller,
    folder: RunFolder,
    *,
    now: Callable[[], Any],
    progress: Progress | None = None,
) -> list[Line]:
    """Ask every case that the folder does not hold yet, and write the folder.

    Raises:
        RunUnusable: the folder holds another run, or something was published meanwhile.
    """
    truths, prover = Truths(caller, plan.equals), Prover(caller.regions())
    published = Published(**plan.config["published"])
    return run_tasks(
        {
            each.case.id: partial(ask, each, caller, truths, prover, published)
            for each in plan.asked
        },
        folder,
        plan.config,
        now=now,
        progress=progress,
        finished={"stale": plan.stale, "uncovered": plan.uncovered},
    )


def ask(each: Asked, caller: Caller, truths: Truths, prover: Prover, published: Published) -> Line:
    """Ask a case, choose where it is asked back, and keep all that was said with what is right."""
    case = each.case
    wanted = truths.of(case)
    started = perf_counter()
    region = None if _SAID in case.tags else case.region
    session = caller.open(region=region, audience=None)
    exchanges: list[tuple[dict[str, Any], schemas.Turn]] = []
    for text, meant in zip(case.turns, (*truths.meant(case), ()), strict=True):
        exchanges.append(_exchange(text, None, caller.say(session, text)))
        if meant:
            _choose(exchanges, caller, session, meant)
    judged = len(exchanges) - 1
    total_ms = (perf_counter() - started) * 1000
    reply = exchanges[judged][1]
    same_generation(reply.generation, published)
    if case.expect in (None, _EXPECTED):
        _choose(exchanges, caller, session, wanted)
    line = {
        **case_json(case),
        "about": _about(each, truths),
        "generation": reply.generation,
        "truth": [asdict(truth) for truth in wanted],
        "judged": judged,
        "invented": list(prover.invented(reply, said=case.turns)),
        "exchanges": [said for said, _ in exchanges],
        "timings_ms": {**reply.timings_ms, "all_turns": round(total_ms, 3)},
    }
    if case.absent:
        line["heard"] = list(caller.heard(session))
    return line | _why(case, reply, wanted, caller)


def _choose(
    exchanges: list[tuple[dict[str, Any], schemas.Turn]],
    caller: Caller,
    session: schemas.SessionOpened,
    wanted: Sequence[Truth],
) -> None:
    """Choose what was meant, and 「都不是」 where it is not offered, until answered or given up."""
    for _ in range(ROUNDS):
        reply = exchanges[-1][1]
        open_ = reply.status == Status.ANSWERED_PARTLY.value
        if not reply.options or (Status(reply.status).group == _EXPECTED and not open_):
            return
        chosen = fitting(reply, wanted) or next((o for o in reply.options if o.id == NONE), None)
        if chosen is None:
            return
        answer = caller.say(session, chosen.label, option_id=chosen.id)
        exchanges.append(_exchange(chosen.label, chosen.id, answer))
        if chosen.id == NONE:
            return


def _exchange(
    said: str, option_id: str | None, reply: schemas.Turn
) -> tuple[dict[str, Any], schemas.Turn]:
    kept = {"said": said, "option_id": option_id, "reply": reply.model_dump(mode="json")}
    return kept, reply


def _about(each: Asked, truths: Truths) -> Mapping[str, str | None]:
    """What the base knows of the case; over a network, what its guides show."""
    if each.about or not each.case.gold:
        return each.about
    page = truths.page(each.case.gold[0], each.case.region)
    agencies = {guide.agency for guide in page.guides if guide.agency} if page else set()
    kind = "guide" if page else None
    return {"kind": kind, "agency": agencies.pop() if len(agencies) == 1 else None}


def _why(
    case: Case, reply: schemas.Turn, wanted: Sequence[Truth], caller: Caller
) -> dict[str, Any]:
    """What was found for a question that was not answered right, best first, and what was cut off."""
    right = case.expect not in (None, _EXPECTED) or judge(reply, wanted)["exact"] == 1
    if right:
        return {}
    found = caller.find(case.question, region=case.region, k=_WHY)
    return {
        "search": {
            "hits": [asdict(hit) for hit in found.hits],
            "rejected": [asdict(hit) for hit in found.rejected[:_WHY]],
        }
    }
