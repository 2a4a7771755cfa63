"""The figures of a load run."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.load.asked import Asked, Kept
from eval.load.plan import LoadPlan

PERCENTILES = (50, 90, 95, 99, 100)


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """What the bare encoder of questions does alone on this machine, texts a second."""

    singly: float
    batched: float
    batch: int


def figures(
    plan: LoadPlan,
    asked: Sequence[Asked],
    kept: Kept,
    *,
    client_cores: float,
    encoding: Encoding | None,
) -> dict[str, Any]:
    """All figures as plain JSON.

    Args:
        plan: what was done.
        asked: every question.
        kept: what the server had afterwards.
        client_cores: processor seconds of the asking process a second of the run.
        encoding: the bare encoder's rate in the same run, if it was taken.

    The rate counts answered turns from the end of the ramp to the end of the run, when everybody
    was there. `share_of_encoder` is that rate over the encoder's batched one.
    """
    answered = [each for each in asked if each.status is not None]
    steady = [each for each in answered if plan.ramp_s <= each.at_s + each.took_s]
    ends = [each.at_s + each.took_s for each in steady]
    span = max(ends, default=0.0) - plan.ramp_s
    rate = len(steady) / span if span > 0 else float("nan")
    took = np.array([each.took_s for each in steady])
    return {
        "questions": len(asked),
        "answered": len(answered),
        "errors": dict(Counter(each.error or "" for each in asked if each.status is None)),
        "statuses": dict(Counter(each.status or "" for each in answered)),
        "lost": list(kept.lost),
        "doubled": list(kept.doubled),
        "unread_sessions": kept.unread,
        "kept_turns": kept.turns,
        "answered_a_second": rate,
        "seconds": {
            f"p{each}": float(np.percentile(took, each)) if len(took) else float("nan")
            for each in PERCENTILES
        },
        "client_cores": client_cores,
        "encoder": None
        if encoding is None
        else {
            "singly_a_second": encoding.singly,
            "batched_a_second": encoding.batched,
            "batch": encoding.batch,
        },
        "share_of_encoder": None if encoding is None else rate / encoding.batched,
    }
