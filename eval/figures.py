"""Figures of a table of values: one a measure, with intervals, overall and by group.

A measure that says nothing of a case is nan there: the case counts for the others only. A figure
of no case is nan, never 0.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from eval.intervals import clustered, wilson
from eval.measures import mean

UNTOLD = "—"
Values: TypeAlias = Mapping[str, Mapping[str, float]]  # case id → measure → value or nan
Groups: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]  # grouping → group → case ids


def figures(
    cases: Sequence[str],
    values: Values,
    clusters: Mapping[str, str],
    names: Sequence[str],
    *,
    shares: frozenset[str] | None = None,
) -> dict[str, Any]:
    """Each measure's mean over the cases that it says something of, with 95 % intervals.

    Args:
        cases: those counted.
        values: of at least these cases.
        clusters: what each case is about; clusters are drawn for the interval `clustered`.
        names: the measures.
        shares: measures whose values are 0 or 1, which get a `wilson` interval too; None: all.
    """
    table = np.array([[values[case][name] for case in cases] for name in names], np.float64)
    table = table.reshape(len(names), -1)
    intervals = clustered(table, [clusters[case] for case in cases])
    found: dict[str, Any] = {}
    for name, row, interval in zip(names, table, intervals, strict=True):
        told = row[~np.isnan(row)]
        found[name] = {
            "value": mean(told.tolist()),
            "n": len(told),
            "clustered": list(interval),
        }
        if shares is None or name in shares:
            found[name]["wilson"] = list(wilson(int(told.sum()), len(told)))
    return found


def by_group(
    lines: Sequence[Mapping[str, Any]],
    values: Values,
    clusters: Mapping[str, str],
    names: Sequence[str],
    *,
    shares: frozenset[str] | None = None,
) -> dict[str, dict[str, Any]]:
    """The same figures of each group of cases, the largest group first."""
    return {
        grouping: {
            group: figures(cases, values, clusters, names, shares=shares)
            for group, cases in sorted(of.items(), key=lambda each: (-len(each[1]), each[0]))
        }
        for grouping, of in grouped(line for line in lines if line["id"] in values).items()
    }


def grouped(lines: Iterator[Mapping[str, Any]] | Sequence[Mapping[str, Any]]) -> Groups:
    """Case ids by everything that figures are told by; groupings that tell nothing are left out."""
    members: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        for grouping, group in groups_of(line):
            members[grouping][group].append(line["id"])
    return {name: of for name, of in members.items() if set(of) - {UNTOLD}}


def groups_of(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(grouping, group) of a case; a tag `kind:typo` is the group `typo` of `tag:kind`."""
    about = line.get("about", {})
    for grouping, told in (
        ("element", line.get("element")),
        ("region", line.get("region")),
        ("situation", line.get("situation")),
        ("agency", about.get("agency")),
        ("kind", about.get("kind")),
    ):
        yield grouping, told or UNTOLD
    for tag in line.get("tags") or (UNTOLD,):
        prefix, mark, value = tag.partition(":")
        yield (f"tag:{prefix}", value) if mark else ("tag", tag)


def confusion(pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """How often each given group met each expected one: expected → given → cases."""
    table: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for expected, given in pairs:
        table[expected][given] += 1
    return {row: dict(sorted(of.items())) for row, of in sorted(table.items())}
