"""A report written down: a page that needs nothing beside it, and Markdown."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from eval.report import plots
from eval.report.words import word

PAGE, MARKDOWN = "report.html", "report.md"


def write_report(data: Mapping[str, Any], folder: Path) -> tuple[Path, Path]:
    """Write `report.html` and `report.md` into a folder, and say where they are."""
    shown = {**data, **_plots(data.get("calibration"))}
    written = []
    for name in (PAGE, MARKDOWN):
        text = _environment(escape=name == PAGE).get_template(f"{name}.j2").render(shown)
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written[0], written[1]


def _plots(found: Mapping[str, Any] | None) -> dict[str, str | None]:
    if not found or not found["n"]:
        return {"reliability_plot": None, "risk_plot": None}
    return {
        "reliability_plot": plots.reliability(found["reliability"]),
        "risk_plot": plots.risk_coverage(found["risk_coverage"]),
    }


def _environment(*, escape: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("eval.report", "data"),
        autoescape=escape,  # noqa: S701 - Markdown is no HTML; the page is escaped
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "share": _share,
        "interval": _interval,
        "colour": _colour,
        "aged": lambda why: word("aged", why),
        "line": lambda text: " ".join(str(text).split()).replace("|", "\\|"),
    }
    return environment


def _share(value: float | None) -> str:
    return "—" if value is None or math.isnan(value) else f"{100 * value:.1f}%"


def _interval(bounds: Sequence[float | None] | None) -> str:
    low, high = bounds or (None, None)
    if low is None or high is None or math.isnan(low):
        return ""
    return f"{100 * low:.1f}–{100 * high:.1f}%"


def _colour(value: float) -> str:
    """From red over yellow to green, light enough for dark letters."""
    hue = round(8 + 122 * max(0.0, min(1.0, value)))
    return f"hsl({hue} 62% 82%)"
