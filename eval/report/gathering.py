"""What a report tells, as plain data: the same for the page, the Markdown and `--json`."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.compare import HEADLINES, compare, open_measured
from eval.report.words import element, measure, word
from eval.report.worst import worst
from eval.runs import Line, RunFolder

_AGENCIES = 30  # rows of the heat map
_GROUPS = 20  # rows of a table of groups
_FLIPS = 15  # cases that changed, a side
_SHOWN_GROUPINGS = (
    "tag:kind", "tag:scene", "tag:turn", "tag:phrasing", "tag:lack", "tag:data", "element", "region",
    "situation", "agency", "kind", "tag",
)  # fmt: skip


def gather(folder: RunFolder, against: Path | None = None) -> dict[str, Any]:
    """All that a report tells of a run.

    Args:
        folder: of a run that came to its end and was scored.
        against: an earlier run, or a `scores.json` kept of one.

    Raises:
        RunUnusable: there is no whole run, or both have nothing in common.
    """
    config, scores, lines = folder.config(), folder.scores(), folder.lines()
    command = str(scores.get("command", "retrieval"))
    return {
        "command": command,
        "title": word("titles", command),
        "about": _about(config, scores),
        "figures": _figures(scores, command),
        "outcomes": [
            {"name": word("outcomes", name), "key": name, "cases": n}
            for name, n in sorted(scores.get("outcomes", {}).items(), key=lambda each: -each[1])
        ],
        "turns_to_answer": _turns(scores.get("turns_to_answer", {})),
        "heat": _heat(lines, scores, command),
        "confusion": _confusion(scores.get("confusion", {})),
        "calibration": scores.get("calibration"),
        "groups": _groups(scores, command),
        "worst": worst(lines, scores),
        "changes": None if against is None else _changes(folder.path, against),
        "stale": config.get("stale", {}),
        "uncovered": config.get("uncovered", []),
        "aged": config.get("aged", []),
        "latency_ms": scores["latency_ms"],
    }


def _about(config: Mapping[str, Any], scores: Mapping[str, Any]) -> list[tuple[str, str]]:
    published = config["published"]
    told = [
        ("版本代", published["generation"]),
        ("案例", scores["cases"]),
        ("事项", scores["items"]),
        ("编码器", published["encoder"]),
        ("代码版本", (config.get("commit") or "")[:12]),
        ("完成于", config.get("finished_at", "")[:16].replace("T", " ")),
        ("用时（秒）", config.get("seconds", "")),
        ("机器负载", "、".join(map(str, config.get("environment", {}).get("load") or ()))),
        ("案例文件", "、".join(Path(each).name for each in config["cases"])),
    ]
    return [(name, str(value)) for name, value in told if value not in (None, "")]


def _turns(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """After how many replies cases were answered right."""
    return [
        {"name": f"第 {at} 次答复" if at != "never" else word("turns", at), "cases": of}
        for at, of in counts.items()
    ]


def _figures(scores: Mapping[str, Any], command: str) -> list[dict[str, Any]]:
    """Every figure that has a case, the headlines first."""
    first = HEADLINES[command]
    names = [name for name, of in scores["figures"].items() if of["n"]]
    names.sort(key=lambda name: first.index(name) if name in first else len(first))
    return [
        {
            "key": name,
            "name": measure(name)[0],
            "says": measure(name)[1],
            "headline": name in first,
            **scores["figures"][name],
        }
        for name in names
    ]


def _heat(lines: Sequence[Line], scores: Mapping[str, Any], command: str) -> dict[str, Any] | None:
    """The headline by element and agency, agencies with most cases first."""
    name = HEADLINES[command][0]
    cells: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for line in lines:
        value = scores["per_case"].get(line["id"], {}).get(name)
        agency = line.get("about", {}).get("agency")
        if agency and line.get("element") and value is not None and not math.isnan(value):
            cells[agency, line["element"]].append(value)
    if not cells:
        return None
    counts: defaultdict[str, int] = defaultdict(int)
    for (agency, _), values in cells.items():
        counts[agency] += len(values)
    agencies = sorted(counts, key=lambda each: (-counts[each], each))
    elements = [each for each in _elements() if any(key[1] == each for key in cells)]
    return {
        "measure": measure(name)[0],
        "elements": [element(each) for each in elements],
        "left_out": max(0, len(agencies) - _AGENCIES),
        "rows": [
            {
                "agency": agency,
                "cases": counts[agency],
                "cells": [_cell(cells.get((agency, each), [])) for each in elements],
            }
            for agency in agencies[:_AGENCIES]
        ],
    }


def _cell(values: Sequence[float]) -> dict[str, Any] | None:
    return {"value": math.fsum(values) / len(values), "n": len(values)} if values else None


def _confusion(table: Mapping[str, Mapping[str, int]]) -> dict[str, Any] | None:
    if not table:
        return None
    given = list(dict.fromkeys((*table, *(name for row in table.values() for name in row))))
    return {
        "given": [word("groups", each) for each in given],
        "rows": [
            {
                "expected": word("groups", expected),
                "cells": [
                    {"n": row.get(each, 0), "right": each == expected, "of": sum(row.values())}
                    for each in given
                ],
            }
            for expected, row in table.items()
        ],
    }


def _groups(scores: Mapping[str, Any], command: str) -> list[dict[str, Any]]:
    names = HEADLINES[command]
    return [
        {
            "name": word("groupings", grouping),
            "measures": [measure(name)[0] for name in names],
            "left_out": max(0, len(of) - _GROUPS),
            "rows": [
                {
                    "group": element(group) if grouping == "element" else group,
                    "cases": max(figures[name]["n"] for name in names),
                    "figures": [figures[name] for name in names],
                }
                for group, figures in list(of.items())[:_GROUPS]
            ],
        }
        for grouping in _SHOWN_GROUPINGS
        if (of := scores["groups"].get(grouping))
    ]


def _changes(run: Path, against: Path) -> dict[str, Any]:
    found = compare(open_measured(against), open_measured(run))
    return {
        "against": str(against),
        "cases": found.cases,
        "equal": found.is_equal,
        "measure": measure(found.at)[0],
        "left_out": len(found.only_before) + len(found.only_after) + len(found.judged_otherwise),
        "rows": [
            {**asdict(each), "name": measure(each.measure)[0], "told": each.is_told_from_chance}
            for each in found.changes
            if not math.isnan(each.before)
        ],
        "lost": [asdict(each) for each in found.lost[:_FLIPS]],
        "won": [asdict(each) for each in found.won[:_FLIPS]],
        "more_lost": max(0, len(found.lost) - _FLIPS),
        "more_won": max(0, len(found.won) - _FLIPS),
    }


def _elements() -> list[str]:
    from kb.elements import Element

    return [each.value for each in Element]
