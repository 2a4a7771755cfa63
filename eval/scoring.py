"""From what a run found to its figures; nothing is asked again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from eval.cases import Case, to_json
from eval.equality import Equals
from eval.intervals import clustered, wilson
from eval.measures import Values, evaluate, mean, measure_names, percentiles
from eval.runs import FORMAT, QRELS_TREC, RUN_TREC, SCORES, Line, RunFolder, write_json
from eval.trec import write_qrels, write_run

_UNTOLD = "—"


def score(lines: Sequence[Line], equals: Equals, k: int) -> dict[str, Any]:
    """All figures of a run, as `scores.json` keeps them.

    `figures`: measure → value, n, and two 95 % intervals: `wilson` (of R@k only; cases taken for
    independent) and `clustered` (items drawn, not cases). `groups`: the same by element, region,
    agency, kind of entry and tag. `per_case`: what each case contributes, for comparing runs.
    Cases without gold have no measures; `no_gold` says how sure the best hit is there.
    """
    golds = {line["id"]: equals.golds(line.get("gold", ())) for line in lines}
    rankings = {
        line["id"]: equals.judged((hit["code"] for hit in line["hits"]), golds[line["id"]])
        for line in lines
    }
    values = evaluate(rankings, golds, k)
    names = measure_names(k)
    clusters = {case: min(equals.to(golds[case][0])) for case in values}
    without = [line for line in lines if line["id"] not in values]
    return {
        "format": FORMAT,
        "k": k,
        "cases": len(lines),
        "scored": len(values),
        "items": len(set(clusters.values())),
        "figures": _figures(list(values), values, clusters, names),
        "groups": _groups(lines, values, clusters, names),
        "no_gold": {
            "cases": len(without),
            "best_probability": mean([_best_probability(line) for line in without]),
        },
        "latency_ms": _latency(lines),
        "per_case": {
            case: {
                "cluster": clusters[case],
                "rank": _rank(rankings[case][:k], golds[case]),
                **found,
            }
            for case, found in values.items()
        },
    }


def score_rankings(
    rankings: Mapping[str, Sequence[str]], golds: Mapping[str, Sequence[str]], k: int
) -> dict[str, Any]:
    """The figures of rankings of any system; each first gold is taken for what a case is about."""
    values = evaluate(rankings, golds, k)
    clusters = {case: golds[case][0] for case in values}
    return _figures(list(values), values, clusters, measure_names(k))


def _figures(
    cases: Sequence[str], values: Values, clusters: Mapping[str, str], names: Sequence[str]
) -> dict[str, Any]:
    table = np.array([[values[case][name] for case in cases] for name in names], np.float64)
    intervals = clustered(table.reshape(len(names), -1), [clusters[case] for case in cases])
    figures: dict[str, Any] = {}
    for name, row, interval in zip(names, table, intervals, strict=True):
        figures[name] = {"value": mean(row.tolist()), "n": len(cases), "clustered": list(interval)}
        if name.startswith("R@"):
            figures[name]["wilson"] = list(wilson(int(row.sum()), len(cases)))
    return figures


def _groups(
    lines: Sequence[Line], values: Values, clusters: Mapping[str, str], names: Sequence[str]
) -> dict[str, dict[str, Any]]:
    members: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        if line["id"] in values:
            for grouping, group in _groups_of(line):
                members[grouping][group].append(line["id"])
    return {
        grouping: {
            group: _figures(cases, values, clusters, names)
            for group, cases in sorted(of.items(), key=lambda each: (-len(each[1]), each[0]))
        }
        for grouping, of in members.items()
        if set(of) - {_UNTOLD}
    }


def _groups_of(line: Line) -> Iterator[tuple[str, str]]:
    """(grouping, group) of a case; a tag `kind:typo` is the group `typo` of `tag:kind`."""
    about = line.get("about", {})
    for grouping, told in (
        ("element", line.get("element")),
        ("region", line.get("region")),
        ("agency", about.get("agency")),
        ("kind", about.get("kind")),
    ):
        yield grouping, told or _UNTOLD
    for tag in line.get("tags") or (_UNTOLD,):
        prefix, mark, value = tag.partition(":")
        yield (f"tag:{prefix}", value) if mark else ("tag", tag)


def _latency(lines: Sequence[Line]) -> dict[str, dict[str, float]]:
    steps = dict.fromkeys(step for line in lines for step in line["timings_ms"])
    return {
        step: percentiles([t for line in lines if (t := line["timings_ms"].get(step)) is not None])
        for step in steps
    }


def _best_probability(line: Line) -> float:
    return float(line["hits"][0]["probability"]) if line["hits"] else 0.0


def _rank(ranking: Sequence[str], golds: Sequence[str]) -> int | None:
    return next((place for place, code in enumerate(ranking, 1) if code in golds), None)


def score_folder(folder: RunFolder, golds: Mapping[str, Case] | None = None) -> dict[str, Any]:
    """Score a run's folder anew and write `scores.json`, `run.trec` and `qrels.trec`.

    Args:
        folder: of a run that came to its end.
        golds: cases by id, whose gold, element, region and tags replace those of the run.

    Raises:
        RunUnusable: there is no whole run.
    """
    lines = folder.lines()
    if golds is not None:
        lines = [_judged_by(line, golds[line["id"]]) for line in lines if line["id"] in golds]
    config, equals = folder.config(), folder.equals()
    scores = score(lines, equals, config["k"])
    write_json(folder.path / SCORES, scores)
    right = {line["id"]: equals.golds(line.get("gold", ())) for line in lines}
    rankings = {
        line["id"]: equals.judged((hit["code"] for hit in line["hits"]), right[line["id"]])
        for line in lines
    }
    write_run(folder.path / RUN_TREC, rankings)
    write_qrels(folder.path / QRELS_TREC, right)
    return scores


def _judged_by(line: Line, case: Case) -> Line:
    kept = {name: line[name] for name in ("hits", "rejected", "timings_ms", "about", "generation")}
    return {**to_json(case), **kept}
