"""The gate: whether a run is good enough, and the sentence that says why not."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.compare import HEADLINES, Measured, compare
from eval.errors import FigureUnknown


@dataclass(frozen=True, kw_only=True)
class Floor:
    """What a figure must reach: `R@1=.7`, or of a group, `tag:kind/typo/R@1=.5`."""

    figure: str
    least: float


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One figure held against what it must be."""

    figure: str
    value: float
    needed: float
    passed: bool
    sentence: str


def floor(written: str) -> Floor:
    """Read `FIGURE=VALUE`.

    Raises:
        FigureUnknown: it is not in that form.
    """
    figure, mark, least = written.rpartition("=")
    try:
        value = float(least)
    except ValueError:
        value = math.nan
    if not mark or not figure or math.isnan(value):
        raise FigureUnknown(
            f"{written!r} is no floor. Write FIGURE=VALUE: R@1=.7, or tag/typo/R@1=.5 for a group"
        )
    return Floor(figure=figure, least=value)


def figure(scores: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A figure by its name: `MRR`, or `GROUPING/GROUP/MRR`.

    Raises:
        FigureUnknown: naming those that exist.
    """
    where, _, measure = name.rpartition("/")
    figures = scores["figures"]
    if where:
        grouping, _, group = where.partition("/")
        groups = scores["groups"].get(grouping)
        if groups is None or group not in groups:
            known = ", ".join(f"{grouping}/{each}" for each in groups or ()) or ", ".join(
                scores["groups"]
            )
            raise FigureUnknown(f"The run has no group {where!r}. It has: {known or 'none'}")
        figures = groups[group]
    if measure not in figures:
        raise FigureUnknown(f"The run has no figure {measure!r}. It has: {', '.join(figures)}")
    found: Mapping[str, Any] = figures[measure]
    return found


def held(measured: Measured, floors: Sequence[Floor]) -> Iterator[Verdict]:
    """Each floor against its figure; a figure of no case at all never passes.

    Raises:
        FigureUnknown: a floor names no figure of the run.
    """
    for each in floors:
        found = figure(measured.scores, each.figure)
        value = math.nan if found["value"] is None else float(found["value"])
        passed = value >= each.least
        how = "reaches" if passed else "is below"
        of = f"over {found['n']} cases{_interval(found['clustered'])}"
        yield Verdict(
            figure=each.figure,
            value=value,
            needed=each.least,
            passed=passed,
            sentence=f"{each.figure} is {value:.4f} ({of}) and {how} {each.least:g}",
        )


def not_worse(
    measured: Measured, than: Measured, figures: Sequence[str] = (), slack: float = 0.0
) -> Iterator[Verdict]:
    """Each figure against that of another run, over the cases that both have.

    The cases are the same, so any fall is a fall of the finder and not of the sample; `slack` is
    what may be lost all the same. Leaving cases out, or judging them otherwise, fails by itself.

    Args:
        measured: the run that is judged.
        than: the run that it may not be worse than.
        figures: those that are held; none: the headlines of such a run.
        slack: what may be lost.

    Raises:
        RunUnusable: the runs have no cases in common.
        FigureUnknown: a figure is none of both runs.
    """
    found = compare(than, measured)
    missing = len(found.only_before) + len(found.judged_otherwise)
    if missing:
        yield Verdict(
            figure="cases",
            value=float(found.cases),
            needed=float(found.cases + missing),
            passed=False,
            sentence=(
                f"{missing} cases of {than.name} are missing here or judged otherwise "
                f"({', '.join((*found.only_before, *found.judged_otherwise)[:5])} …): not compared"
            ),
        )
    changes = {change.measure: change for change in found.changes}
    figures = figures or HEADLINES[str(measured.scores.get("command", "retrieval"))]
    for name in figures:
        if name not in changes:
            raise FigureUnknown(
                f"{name!r} is no figure of both runs. They have: {', '.join(changes)}"
            )
        change = changes[name]
        passed = change.after >= change.before - slack - 1e-12
        how = "no worse than" if passed else "worse than"
        chance = "" if change.p is None else f", McNemar p = {change.p:.3g}"
        allowed = f" with a slack of {slack:g}" if slack else ""
        yield Verdict(
            figure=name,
            value=change.after,
            needed=change.before - slack,
            passed=passed,
            sentence=(
                f"{name} is {change.after:.4f}, {how} {change.before:.4f} of {than.name}{allowed} "
                f"(over {found.cases} cases: {change.lost} fell, {change.won} rose{chance})"
            ),
        )


def _interval(bounds: Sequence[float | None]) -> str:
    low, high = bounds
    return "" if low is None or high is None or math.isnan(low) else f", {low:.3f}–{high:.3f}"
