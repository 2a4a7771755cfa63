"""A load run drawn: how long answers took while it went on, and how they are spread."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.load.asked import Asked
from eval.load.plan import LoadPlan

_BINS = 60


def draw(path: Path, plan: LoadPlan, asked: Sequence[Asked]) -> None:
    """Write an SVG with three panels: seconds an answer took, answers a second, and the spread."""
    from matplotlib.figure import Figure

    answered = [each for each in asked if each.status is not None]
    failed = [each for each in asked if each.status is None]
    figure = Figure(figsize=(9, 8), layout="constrained")
    over_time, rate, spread = figure.subplots(3, 1)
    over_time.scatter([e.at_s for e in answered], [e.took_s for e in answered], s=4, alpha=0.4)
    over_time.scatter([e.at_s for e in failed], [e.took_s for e in failed], s=12, marker="x")
    over_time.axvline(plan.ramp_s, linestyle=":", color="grey")
    over_time.set(xlabel="second of the run", ylabel="seconds to the answer")
    over_time.set_title(f"{plan.sessions} sessions, {plan.think_s:g} s to think")
    ends = np.array([e.at_s + e.took_s for e in answered])
    if len(ends):
        counts, edges = np.histogram(ends, bins=_BINS)
        rate.plot(edges[:-1], counts / np.diff(edges), drawstyle="steps-post")
        took = np.sort([e.took_s for e in answered])
        spread.plot(took, np.arange(1, len(took) + 1) / len(took))
    rate.set(xlabel="second of the run", ylabel="answers a second", ylim=(0, None))
    spread.set(xlabel="seconds to the answer", ylabel="share of answers", ylim=(0, 1))
    for panel in (over_time, rate, spread):
        panel.grid(alpha=0.3)
    figure.savefig(path, format="svg")
