"""Measures of one ranking against what is right. The formulas are trec_eval's, by `ir-measures`.

A ranking is a list of codes, best first, in which equal texts count as one (`eval.equality`).
Where nothing is to be averaged the figure is nan, never 0.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import ir_measures
import numpy as np
from ir_measures import AP, RR, Success, nDCG

Rankings: TypeAlias = Mapping[str, Sequence[str]]  # case id → codes, best first
Golds: TypeAlias = Mapping[str, Sequence[str]]  # case id → codes that are right
Values: TypeAlias = dict[str, dict[str, float]]  # case id → measure → value

CUTOFFS = (1, 3, 5, 10)
PERCENTILES = (50, 90, 95, 99)


def measure_names(k: int) -> tuple[str, ...]:
    """The measures that rankings of at most k codes have, the headline first."""
    cutoffs = sorted({*(each for each in CUTOFFS if each < k), k})
    return (*(f"R@{cutoff}" for cutoff in cutoffs), "MRR", "nDCG", "MAP")


def evaluate(rankings: Rankings, golds: Golds, k: int) -> Values:
    """Every measure of every case that has gold.

    With g the set of right codes, r_i = 1 if the i-th code is in g and 0 otherwise:

    - R@j = 1 if any of r_1 … r_j is 1, else 0: a right code among the first j. TREC calls this
      success@j; the field says recall, since one right item is all that is asked for.
    - MRR (of one case: RR) = 1 / i for the smallest i with r_i = 1, else 0. Voorhees, "The TREC-8
      Question Answering Track Report", 1999.
    - nDCG = sum_i r_i / log2(i + 1) divided by the same sum of the best order. Järvelin and
      Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002.
    - MAP (of one case: AP) = 1 / |g| * sum over i with r_i = 1 of (r_1 + … + r_i) / i. Harman,
      "Evaluation issues in information retrieval", 1992.

    All see the first k codes only. R@j and MRR count any one of several golds; nDCG and MAP
    reward finding all of them.

    Args:
        rankings: of each case, best first and no code twice; a case may be absent or empty.
        golds: of each case; those without any are left out of the result.
        k: how many codes of each ranking count.
    """
    measures = {f"R@{each}": Success @ each for each in (*CUTOFFS, k) if each <= k}
    measures |= {"MRR": RR, "nDCG": nDCG @ k, "MAP": AP}
    names = {measure: name for name, measure in measures.items()}
    qrels = {case: dict.fromkeys(codes, 1) for case, codes in golds.items() if codes}
    # trec_eval orders by score and breaks ties by code; falling whole numbers keep our order.
    run = {
        case: {code: float(-place) for place, code in enumerate(rankings.get(case, ())[:k])}
        for case in qrels
    }
    values: Values = {case: dict.fromkeys(measure_names(k), 0.0) for case in qrels}
    for metric in ir_measures.iter_calc(list(names), qrels, run):
        values[metric.query_id][names[metric.measure]] = float(metric.value)
    return values


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean, sum(x) / n; nan for none."""
    return math.fsum(values) / len(values) if values else math.nan


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """`p50`, `p90`, `p95`, `p99`, `max` and `mean` of times in milliseconds; nan for none.

    Percentiles are interpolated linearly between the two nearest times (method 7 of Hyndman and
    Fan, "Sample quantiles in statistical packages", 1996).
    """
    if not milliseconds:
        return dict.fromkeys((*(f"p{each}" for each in PERCENTILES), "max", "mean"), math.nan)
    found = np.percentile(milliseconds, PERCENTILES)
    return {
        **{f"p{each}": float(value) for each, value in zip(PERCENTILES, found, strict=True)},
        "max": max(milliseconds),
        "mean": mean(milliseconds),
    }
