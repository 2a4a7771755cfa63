"""From what a run found to its figures; nothing is asked again."""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.cases import Case, to_json
from eval.equality import Equals
from eval.figures import by_group, figures
from eval.measures import evaluate, mean, measure_names, percentiles
from eval.runs import FORMAT, QRELS_TREC, RUN_TREC, SCORES, Line, RunFolder, write_json
from eval.trec import write_qrels, write_run


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
        "figures": figures(list(values), values, clusters, names, shares=_shares(names)),
        "groups": by_group(lines, values, clusters, names, shares=_shares(names)),
        "no_gold": {
            "cases": len(without),
            "best_probability": mean([_best_probability(line) for line in without]),
        },
        "latency_ms": latency([line["timings_ms"] for line in lines]),
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
    names = measure_names(k)
    return figures(list(values), values, clusters, names, shares=_shares(names))


def _shares(names: Sequence[str]) -> frozenset[str]:
    """The measures that are right or wrong and nothing between."""
    return frozenset(name for name in names if name.startswith("R@"))


def latency(timings: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Percentiles of each step, over the cases that went through it."""
    steps = dict.fromkeys(step for each in timings for step in each)
    return {
        step: percentiles([t for each in timings if (t := each.get(step)) is not None])
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
