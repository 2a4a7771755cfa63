"""From what was said to the figures of a run of answers; nothing is asked again."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dialogue.turn import Status
from eval.answers.calibration import calibration
from eval.answers.judged import Judged
from eval.cases import Case, to_json
from eval.figures import by_group, confusion, figures
from eval.runs import FORMAT, SCORES, Line, RunFolder, write_json
from eval.scoring import latency
from eval.wording import comparable

NAN = math.nan
MEASURES = (
    "exact", "exact_after", "answered", "right_of_answered", "right_of_finished", "abstained",
    "item", "element", "region", "situation", "whole", "complete", "cited", "facts_kept",
    "to_the_point", "span_f1", "status", "masked", "asking_helped", "asking_needed",
    "handoff_precision", "handoff_recall",
)  # fmt: skip
SHARES = frozenset(MEASURES) - {"complete", "span_f1", "to_the_point"}
HANDOFF, CLARIFICATION, ANSWERED = "handoff", "clarification", "answered"


def score(lines: Sequence[Line]) -> dict[str, Any]:
    """All figures of a run, as `scores.json` keeps them.

    `figures` and `groups` are those of `eval.figures`; beside them `outcomes` (what became of the
    cases), `confusion` (status groups, expected → given), `turns_to_answer` and `calibration`. `per_case`: what each case contributes.
    """
    judged = [Judged(line) for line in lines]
    values = {each.id: measures(each) for each in judged}
    clusters = {each.id: each.cluster for each in judged}
    outcomes = {each.id: outcome(each, values[each.id]) for each in judged}
    return {
        "format": FORMAT,
        "command": "answers",
        "cases": len(lines),
        "scored": len(values),
        "items": len(set(clusters.values())),
        "figures": figures(list(values), values, clusters, MEASURES, shares=SHARES),
        "groups": by_group(lines, values, clusters, MEASURES, shares=SHARES),
        "outcomes": dict(Counter(outcomes.values())),
        "confusion": confusion([(each.expected, each.group) for each in judged]),
        "turns_to_answer": _turns(judged),
        "calibration": _calibration(judged, values),
        "latency_ms": latency([line["timings_ms"] for line in lines]),
        "per_case": {
            each.id: {
                "cluster": each.cluster,
                "outcome": outcomes[each.id],
                **values[each.id],
            }
            for each in judged
        },
    }


def score_folder(folder: RunFolder, golds: Mapping[str, Case] | None = None) -> dict[str, Any]:
    """Score a run's folder anew and write `scores.json`.

    Args:
        folder: of a run that came to its end.
        golds: cases by id, whose expectation, element, region and tags replace the run's own.

    Raises:
        RunUnusable: there is no whole run.
    """
    lines = folder.lines()
    if golds is not None:
        kept = (
            "about",
            "generation",
            "truth",
            "judged",
            "exchanges",
            "timings_ms",
            "invented",
            "heard",
            "search",
        )
        lines = [
            to_json(golds[line["id"]]) | {name: line[name] for name in kept if name in line}
            for line in lines
            if line["id"] in golds
        ]
    scores = score(lines)
    write_json(folder.path / SCORES, scores)
    return scores


def measures(each: Judged) -> dict[str, float]:
    """What one case contributes to each measure; nan where it says nothing.

    Beside those of `eval.answers.judging`, of the first reply:

    - `exact_after`: exact at once or after at most two rounds of choosing.
    - `right_of_answered`: of what was answered, exact; 0 where nothing should have been answered.
      A reply in part that is right so far, and asks back for the rest, is still open.
    - `right_of_finished`: the same where the conversation, after choosing, came to an answer.
    - `abstained`: of what cannot be answered, not answered.
    - `facts_kept`: of replies that cite, the fact lock proves all that they tell.
    - `status`: the status group is the expected one.
    - `masked`: what may appear nowhere stands neither in a reply nor in what is kept.
    - `asking_helped`: of what was asked back, choosing what was meant led to the exact answer.
    - `asking_needed`: of what was asked back, it made a difference and was not known.
    - `handoff_precision`: of what was handed over, it should have been.
    - `handoff_recall`: of what should have been handed over, it was.
    """
    found = dict.fromkeys(MEASURES, NAN)
    if each.expected == ANSWERED:
        found |= each.judgements[0]
        found["exact_after"] = float(each.turns_to_answer is not None)
        if found["answered"] and not each.is_right_so_far:
            found["right_of_answered"] = found["exact"]
        if each.judgements[-1]["answered"]:
            found["right_of_finished"] = found["exact_after"]
        if each.group == CLARIFICATION:
            found["asking_helped"] = found["exact_after"]
            found["asking_needed"] = float(_is_needed(each))
    else:
        found["abstained"] = float(not _answers_it(each))
        found["right_of_answered"] = NAN if found["abstained"] else 0.0
        found["right_of_finished"] = found["right_of_answered"]
    if any(answer.citations for answer in each.reply.answers):
        found["facts_kept"] = float(not each.line["invented"])
    found["status"] = float(each.expected == each.group)
    if each.group == HANDOFF:
        found["handoff_precision"] = float(each.expected == HANDOFF)
    if each.expected == HANDOFF:
        found["handoff_recall"] = float(each.group == HANDOFF)
    if absent := each.line.get("absent"):
        found["masked"] = float(not _appears(absent, each.line))
    return found


def outcome(each: Judged, values: Mapping[str, float]) -> str:
    """What became of a case: right or wrong, at once or after asking, or its status group."""
    if values["exact"] == 1:
        return "right"
    if values["right_of_answered"] == 0:
        return "wrong"
    if values["abstained"] == 1:
        return "rightly_not_answered"
    if values["exact_after"] == 1:
        return "right_after_asking"
    if values["right_of_finished"] == 0:
        return "wrong_after_asking"
    return each.group


def _answers_it(each: Judged) -> bool:
    """Whether a reply answers what it should not: the element asked for, or anything at all."""
    element = each.line.get("element")
    told = [answer for answer in each.reply.answers if answer.status == Status.ANSWERED.value]
    return any(element is None or answer.element in (None, element) for answer in told)


def _turns(judged: Sequence[Judged]) -> dict[str, int]:
    """How many cases were answered at the first reply, the second, … or never."""
    wanted = [each for each in judged if each.expected == ANSWERED]
    return dict(sorted(Counter(str(each.turns_to_answer or "never") for each in wanted).items()))


def _is_needed(each: Judged) -> bool:
    """Whether asking back was needed.

    A region or a situation is asked for in need where what is right depends on it still; an item
    where the first option, which would have been answered from, is not what was meant.
    """
    if each.reply.status == Status.CLARIFICATION_ITEM.value:
        first = comparable(each.reply.options[0].label) if each.reply.options else ""
        return first not in {comparable(name) for truth in each.truths for name in truth.names}
    return any(
        len({alternative.parts for alternative in truth.alternatives}) > 1 for truth in each.truths
    )


def _appears(absent: Sequence[str], line: Line) -> bool:
    written = [each["reply"]["text"] for each in line["exchanges"]] + list(line.get("heard", ()))
    return any(text in each for text in absent for each in written)


def _calibration(
    judged: Sequence[Judged], values: Mapping[str, Mapping[str, float]]
) -> dict[str, Any]:
    """Over first replies that answer and tell a probability."""
    told = [
        (each, each.reply.probability)
        for each in judged
        if each.reply.probability is not None
        and not math.isnan(values[each.id]["right_of_answered"])
    ]
    return calibration(
        [p for _, p in told],
        [values[each.id]["right_of_answered"] == 1 for each, _ in told],
        [each.cluster for each, _ in told],
    )
