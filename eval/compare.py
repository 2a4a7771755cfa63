"""Two runs side by side: what changed, for which cases, and whether chance explains it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.errors import RunUnusable
from eval.intervals import Interval, clustered, mcnemar
from eval.measures import mean
from eval.runs import SCORES, Line, RunFolder, read_scores

_WORDS = 40  # of a reply, in a comparison


# What may not get worse, the measure that says most first.
HEADLINES = {
    "retrieval": ("R@1", "MRR"),
    "answers": ("exact", "exact_after", "right_of_answered", "abstained"),
    "dialogues": ("passed", "turns"),
}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A run's figures, with what it found where that was kept."""

    name: str
    scores: Mapping[str, Any]
    lines: Mapping[str, Line]  # by case; empty where only the figures were kept

    @property
    def per_case(self) -> Mapping[str, Mapping[str, Any]]:
        """What each case contributes to each measure."""
        found: Mapping[str, Mapping[str, Any]] = self.scores["per_case"]
        return found

    @property
    def headline(self) -> str:
        """The measure that says most of such a run."""
        return HEADLINES[str(self.scores.get("command", "retrieval"))][0]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One measure in both runs, over the cases that both have."""

    measure: str
    before: float
    after: float
    difference: Interval  # 95 %, items drawn, of after - before
    lost: int  # cases that fell
    won: int  # cases that rose
    p: float | None  # McNemar's, of measures that are right or wrong and nothing between

    @property
    def is_told_from_chance(self) -> bool:
        """Whether the interval of the difference leaves out 0."""
        low, high = self.difference
        return low > 0 or high < 0


@dataclass(frozen=True, kw_only=True)
class Flip:
    """One case that is right in one run and wrong in the other."""

    case: str
    question: str | None
    gold: tuple[str, ...]
    before: str | None  # name of the first hit, or what was said
    after: str | None
    rank_before: int | None
    rank_after: int | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """比较: the second run against the first."""

    cases: int  # that both have, judged alike
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    judged_otherwise: tuple[str, ...]  # same id, other gold or question
    changes: tuple[Change, ...]
    at: str  # the measure by which cases flip
    lost: tuple[Flip, ...]
    won: tuple[Flip, ...]
    same_hits: bool | None  # None where hits were not kept

    @property
    def is_equal(self) -> bool:
        """Whether both found the same, as far as was kept."""
        alone = self.only_before or self.only_after or self.judged_otherwise
        moved = any(change.lost or change.won for change in self.changes)
        return not alone and not moved and self.same_hits is not False


def open_measured(path: Path) -> Measured:
    """A run's folder, or the `scores.json` that was kept of one.

    Raises:
        RunUnusable: neither is there.
    """
    if path.is_file():
        return Measured(name=str(path), scores=read_scores(path), lines={})
    folder = RunFolder(path)
    if not path.is_dir():
        raise RunUnusable(f"There is no run {path}. Name a run's folder or its {SCORES}")
    # A folder may hold the figures alone: what was kept to be compared with.
    lines = folder.lines() if folder.is_whole else []
    return Measured(
        name=str(path), scores=folder.scores(), lines={line["id"]: line for line in lines}
    )


def compare(before: Measured, after: Measured, at: str | None = None) -> Comparison:
    """Compare the cases that both runs have; `at` is by default what says most of such a run.

    Raises:
        RunUnusable: they have no case or no measure in common.
    """
    at = at or before.headline
    one, other = before.per_case, after.per_case
    otherwise = [case for case in one if case in other and not _alike(case, before, after)]
    shared = [case for case in one if case in other and case not in set(otherwise)]
    known = before.scores["figures"]
    measures = [name for name in known if name in after.scores["figures"]]
    if not shared or at not in measures:
        raise RunUnusable(
            f"{before.name} and {after.name} have {len(shared)} cases and the measures "
            f"{', '.join(measures) or 'none'} in common: too little to compare by {at}. Run both "
            "on the same cases, with the same k"
        )
    flips = [_flip(case, before, after) for case in shared]
    moved = {case: _value(other[case], at) - _value(one[case], at) for case in shared}
    return Comparison(
        cases=len(shared),
        only_before=tuple(case for case in one if case not in other),
        only_after=tuple(case for case in other if case not in one),
        judged_otherwise=tuple(otherwise),
        changes=_changes(shared, one, other, known, measures),
        at=at,
        lost=tuple(each for each in flips if moved[each.case] < 0),
        won=tuple(each for each in flips if moved[each.case] > 0),
        same_hits=_same_hits(before, after),
    )


def _changes(
    cases: Sequence[str],
    one: Mapping[str, Mapping[str, Any]],
    other: Mapping[str, Mapping[str, Any]],
    known: Mapping[str, Any],
    measures: Sequence[str],
) -> tuple[Change, ...]:
    first = np.array([[_value(one[case], name) for case in cases] for name in measures])
    second = np.array([[_value(other[case], name) for case in cases] for name in measures])
    moved = second - first
    intervals = clustered(moved, [one[case]["cluster"] for case in cases])
    changes = []
    for name, a, b, difference, interval in zip(
        measures, first, second, moved, intervals, strict=True
    ):
        lost, won = int((difference < 0).sum()), int((difference > 0).sum())
        in_both = ~np.isnan(difference)
        changes.append(
            Change(
                measure=name,
                before=mean(a[in_both].tolist()),
                after=mean(b[in_both].tolist()),
                difference=interval,
                lost=lost,
                won=won,
                p=mcnemar(lost, won) if "wilson" in known[name] else None,
            )
        )
    return tuple(changes)


def _flip(case: str, before: Measured, after: Measured) -> Flip:
    lines = before.lines.get(case), after.lines.get(case)
    told = next((line for line in lines if line), {})
    return Flip(
        case=case,
        question=_asked(told),
        gold=tuple(told.get("gold", ())),
        before=_first(lines[0]),
        after=_first(lines[1]),
        rank_before=before.per_case[case].get("rank"),
        rank_after=after.per_case[case].get("rank"),
    )


def _asked(line: Line) -> str | None:
    """The question of a case, or what was said last in it."""
    if "exchanges" in line:
        return str(line["exchanges"][line.get("judged", -1)]["said"])
    return line.get("question")


def _value(of_case: Mapping[str, Any], measure: str) -> float:
    """What a case contributes; nan where the measure says nothing of it."""
    value = of_case.get(measure)
    return math.nan if value is None else float(value)


def _first(line: Line | None) -> str | None:
    """What a case got, in a few words: the first hit, or the status and what was answered from."""
    if line is None:
        return None
    if "hits" in line:
        return line["hits"][0]["name"] if line["hits"] else None
    reply = line["exchanges"][line.get("judged", -1)]["reply"]
    about = reply["answers"][0]["name"] if reply["answers"] else None
    return f"{reply['status']}: {about or reply['text'][:_WORDS]}"


def _alike(case: str, before: Measured, after: Measured) -> bool:
    """Whether both runs asked the same and judged it the same, as far as they kept it."""
    one, other = before.lines.get(case), after.lines.get(case)
    if one is None or other is None:
        return True
    told = ("question", "turns", "gold", "region")
    return all(one.get(name) == other.get(name) for name in told)


def _same_hits(before: Measured, after: Measured) -> bool | None:
    if not before.lines or not after.lines:
        return None
    return all(
        _got(line) == _got(after.lines[case])
        for case, line in before.lines.items()
        if case in after.lines
    )


def _got(line: Line) -> list[str]:
    """The codes of the hits, or the words of the replies."""
    if "hits" in line:
        return [hit["code"] for hit in line["hits"]]
    return [each["reply"]["text"] for each in line["exchanges"]]
