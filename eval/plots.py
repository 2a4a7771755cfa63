"""Plots of runs of `eval retrieval`: how far P(right) can be trusted, and finding by phrasing."""

from collections.abc import Mapping, Sequence
from typing import Any

from eval.answers.calibration import calibration
from eval.report.plots import figure_of, svg_of
from eval.runs import Line, RunFolder

_COLOURS = ("#1d5fa8", "#b3261e", "#2e7d32", "#8e5a00")
_GREY = "#9aa5b1"
_FEWEST = 10  # questions of a kind, to be shown


def trust(folder: RunFolder) -> Mapping[str, Any]:
    """How far P(right) of the first hit can be trusted (`eval.answers.calibration`)."""
    lines = [line for line in folder.lines() if line.get("gold") and line["hits"]]
    equals = folder.equals()
    golds = [equals.golds(line["gold"]) for line in lines]
    return calibration(
        [line["hits"][0]["probability"] for line in lines],
        [_is_right(line, folder) for line in lines],
        [min(equals.to(own[0])) for own in golds],
    )


def plots(runs: Mapping[str, RunFolder]) -> Mapping[str, str]:
    """Name of a file → SVG; the bars by kind of phrasing are those of the first run."""
    told = {name: trust(folder) for name, folder in runs.items()}
    tags = next(iter(runs.values())).scores()["groups"].get("tag", {})
    found = {"reliability.svg": _reliability(told), "risk-coverage.svg": _risk(told)}
    shown = {tag: own for tag, own in tags.items() if own["R@1"]["n"] >= _FEWEST}
    if shown:
        found["phrasing.svg"] = _phrasing(shown)
    return found


def _is_right(line: Line, folder: RunFolder) -> bool:
    equals = folder.equals()
    return any(line["hits"][0]["code"] in equals.to(gold) for gold in line["gold"])


def _reliability(told: Mapping[str, Mapping[str, Any]]) -> str:
    figure, axes = figure_of("P(right) of the first item", "share right")
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=1, linestyle="--")
    for colour, (name, own) in zip(_COLOURS, told.items(), strict=False):
        points = [(each["p"], each["right"]) for each in own["reliability"]]
        _line(axes, points, colour, f"{name} (n {own['n']}, ECE {own['ece']:.3f})", marker="o")
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.04)
    axes.legend(fontsize=8, frameon=False, loc="upper left")
    return svg_of(figure)


def _risk(told: Mapping[str, Mapping[str, Any]]) -> str:
    figure, axes = figure_of("share answered, the surest first", "share of these that is wrong")
    for colour, (name, own) in zip(_COLOURS, told.items(), strict=False):
        points = [(each["coverage"], each["risk"]) for each in own["risk_coverage"]]
        _line(axes, points, colour, name)
    axes.set_xlim(0, 1.01)
    axes.set_ylim(0, None)
    axes.legend(fontsize=8, frameon=False, loc="upper left")
    return svg_of(figure)


def _line(
    axes: Any, points: Sequence[tuple[float, float]], colour: str, label: str, marker: str = ""
) -> None:
    axes.plot(*zip(*points, strict=True), color=colour, linewidth=1.3, label=label, marker=marker)


def _phrasing(tags: Mapping[str, Mapping[str, Any]]) -> str:
    figure, axes = figure_of("R@1, with its 95 % interval", "")
    rows = sorted(tags.items(), key=lambda each: each[1]["R@1"]["value"])
    for place, (_, own) in enumerate(rows):
        value, (low, high) = own["R@1"]["value"], own["R@1"]["wilson"]
        axes.plot([low, high], [place, place], color=_GREY, linewidth=3)
        axes.plot([value], [place], color=_COLOURS[0], marker="o")
    axes.set_yticks(range(len(rows)), [f"{tag} ({own['R@1']['n']})" for tag, own in rows])
    axes.set_xlim(0.4, 1.01)
    return svg_of(figure)
