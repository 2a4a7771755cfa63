"""Plots of P(right) as SVG that stands in the page itself."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

_INK, _BLUE, _GREY, _RED = "#1f2933", "#1d5fa8", "#9aa5b1", "#b3261e"
_SIZE = (4.6, 3.6)


def reliability(bins: Sequence[Mapping[str, float]]) -> str:
    """Share right against mean P of each bin; on the diagonal P can be trusted."""
    figure, axes = figure_of("自报把握 P", "实际答对份额")
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=1, linestyle="--")
    axes.plot([b["p"] for b in bins], [b["right"] for b in bins], color=_BLUE, linewidth=1.2)
    sizes = [20 + 60 * b["n"] / max(each["n"] for each in bins) for b in bins]
    axes.scatter([b["p"] for b in bins], [b["right"] for b in bins], s=sizes, color=_BLUE, zorder=3)
    axes.set_xlim(0, 1.04)
    axes.set_ylim(0, 1.04)
    return svg_of(figure)


def risk_coverage(curve: Sequence[Mapping[str, float]]) -> str:
    """The share wrong among the surest answers, as more and more of them are counted."""
    figure, axes = figure_of("按把握从高到低，算进的作答份额", "其中答错的份额")
    shares, risks = [each["coverage"] for each in curve], [each["risk"] for each in curve]
    axes.step(shares, risks, color=_RED, linewidth=1.4, where="post")
    axes.axhline(0.02, color=_GREY, linewidth=1, linestyle="--")
    axes.text(0.01, 0.02, "目标 2%", fontsize=8, color=_GREY, va="bottom")
    axes.set_xlim(0, 1.01)
    axes.set_ylim(0, max(0.06, *risks) * 1.1)
    return svg_of(figure)


def figure_of(x: str, y: str) -> tuple[Any, Any]:
    """An empty figure and its axes, with what stands along them."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    # Text stays text: the reader's own fonts have Chinese, and the page stays small.
    mpl.rcParams["svg.fonttype"] = "none"
    mpl.rcParams["svg.hashsalt"] = "hotline"
    figure = Figure(figsize=_SIZE, layout="constrained")
    axes = figure.subplots()
    axes.set_xlabel(x, fontsize=9, color=_INK)
    axes.set_ylabel(y, fontsize=9, color=_INK)
    axes.tick_params(labelsize=8, colors=_INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(color="#e4e7eb", linewidth=0.6)
    return figure, axes


def svg_of(figure: Any) -> str:
    """The figure as an SVG element, the same for the same figure."""
    import warnings

    written = io.StringIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # only widths are guessed from it
        figure.savefig(written, format="svg", metadata={"Date": None}, transparent=True)
    text = written.getvalue()
    return text[text.index("<svg") :]
