"""Figures as tables that a person reads."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval.compare import Change, Comparison, Flip

Put = Callable[[str], None]
PutTable = Callable[[Sequence[str], Sequence[Sequence[object]]], None]
Table = tuple[Sequence[str], Sequence[Sequence[object]]]  # headings and rows
FIGURE_HEADINGS = ("measure", "value", "cases", "95 % clustered", "95 % Wilson")
# Of a group the first measure has its interval: with more a terminal of 80 columns breaks the words.
_WITH_INTERVAL = frozenset({"passed", "R@1", "exact"})
_HIDDEN = frozenset({"tag:template"})  # clusters of cases, and no group to read of
_GROUPS_SHOWN = 12
_IDS_SHOWN = 5


def print_run(
    scores: Mapping[str, Any],
    config: Mapping[str, Any],
    *,
    put: Put,
    put_table: PutTable,
    say: Put,
) -> None:
    """The figures of a run: overall, by group, times; what is odd about the cases goes to `say`."""
    put(_headline(scores, config))
    put_table(FIGURE_HEADINGS, figure_rows(scores["figures"]))
    columns = _columns(scores)
    told = [each for name in columns for each in _headings(name)]
    for grouping, groups in scores["groups"].items():
        if grouping in _HIDDEN:
            continue
        put("")
        put_table(
            (grouping, "cases", *told),
            [_group_row(name, found, columns) for name, found in _shown(groups)],
        )
        if len(groups) > _GROUPS_SHOWN:
            put(f"… and {len(groups) - _GROUPS_SHOWN} more in scores.json")
    for headings, rows in (_outcomes(scores), _calibration(scores), *_confusion(scores)):
        if rows:
            put("")
            put_table(headings, rows)
    put("")
    steps = scores["latency_ms"]
    put_table(
        (f"ms, {config['jobs']} at once", *next(iter(steps.values()), {})),
        [(step, *(_number(value, 1) for value in of.values())) for step, of in steps.items()],
    )
    for line in _remarks(scores, config):
        say(line)


def figure_rows(figures: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Measure, value, cases that it says something of, and both intervals."""
    return [
        (
            name,
            _number(of["value"]),
            str(of["n"]),
            _interval(of["clustered"]),
            _interval(of.get("wilson")),
        )
        for name, of in figures.items()
        if of["n"]
    ]


def print_comparison(found: Comparison, *, examples: int, put: Put, put_table: PutTable) -> None:
    """What changed, or that nothing did."""
    if found.is_equal:
        kept = "the same hits in the same order" if found.same_hits else "the same figures"
        put(f"equal: {kept} for each of {found.cases} cases")
        return
    put(f"{found.cases} cases in both")
    for what, ids in (
        ("only in the first", found.only_before),
        ("only in the second", found.only_after),
        ("judged otherwise", found.judged_otherwise),
    ):
        if ids:
            put(f"{what}: {len(ids)} ({_ids(ids)})")
    put_table(
        ("measure", "first", "second", "change", "95 % clustered", "fell", "rose", "p", ""),
        [_change_row(change) for change in found.changes if not math.isnan(change.before)],
    )
    put("* the interval of the difference leaves out 0; p is McNemar's")
    if not (found.lost or found.won):
        put(f"no case flipped at {found.at}; some hits behind it changed")
    for what, flips in (("lost", found.lost), ("won", found.won)):
        if flips and examples:
            put("")
            put(f"{what} at {found.at}: {len(flips)}")
            put_table(
                ("case", "question", "gold", "rank", "first found", "second found"),
                [_flip_row(flip) for flip in flips[:examples]],
            )


def _headline(scores: Mapping[str, Any], config: Mapping[str, Any]) -> str:
    published = config["published"]
    encoder = f", {published['encoder']}" if published["encoder"] else ""
    match _command(scores):
        case "dialogues":
            asked = f"{scores['scored']} dialogues of {scores['turns']} turns"
        case "answers":
            asked = f"{scores['scored']} cases about {scores['items']} items"
        case _:
            asked = (
                f"{scores['scored']} cases about {scores['items']} items, {scores['k']} hits each"
            )
    return f"{asked}; generation {published['generation']}{encoder}"


def _command(scores: Mapping[str, Any]) -> str:
    return str(scores.get("command", "retrieval"))


def _columns(scores: Mapping[str, Any]) -> tuple[str, ...]:
    """The measures shown of a group."""
    match _command(scores):
        case "dialogues":
            return ("passed", "turns")
        case "answers":
            return ("exact", "exact_after", "right_of_finished")
        case _:
            return ("R@1", f"R@{min(5, int(scores['k']))}", "MRR")


def _outcomes(scores: Mapping[str, Any]) -> Table:
    """What became of the cases, and after how many replies."""
    counts = scores.get("outcomes", {})
    turns = scores.get("turns_to_answer", {})
    rows = [(name, of, _share(of, scores["cases"])) for name, of in counts.items()]
    rows += [(f"exact at reply {at}", of, "") for at, of in turns.items() if at != "never"]
    return ("outcome", "cases", "share"), rows


def _calibration(scores: Mapping[str, Any]) -> Table:
    found = scores.get("calibration")
    if not found or not found["n"]:
        return (), ()
    rows = [
        ("ECE", _number(found["ece"]), _interval(found["ece_interval"])),
        ("ECE of a perfect P on so few", _number(found["ece_of_perfect"]), ""),
        ("AURC", _number(found["aurc"]), ""),
    ]
    return (f"P(right) of {found['n']} answers", "value", "95 % clustered"), rows


def _confusion(scores: Mapping[str, Any]) -> list[Table]:
    """Expected status groups down, given ones across."""
    table = scores.get("confusion", {})
    given = sorted({name for row in table.values() for name in row})
    rows = [(name, *(of.get(each, "") for each in given)) for name, of in table.items()]
    return [(("expected ↓ given →", *given), rows)] if rows else []


def _share(part: int, of: int) -> str:
    return f"{part / of:.3f}" if of else ""


def _remarks(scores: Mapping[str, Any], config: Mapping[str, Any]) -> list[str]:
    remarks = []
    if without := scores.get("no_gold", {}).get("cases"):
        best = _number(scores["no_gold"]["best_probability"])
        remarks.append(
            f"{without} cases have no gold; P(right) of their best hit is {best} on average"
        )
    if left_out := config.get("left_out"):
        remarks.append(f"{len(left_out)} cases of several turns are left out ({_ids(left_out)})")
    stale = config.get("stale", {})
    if gone := stale.get("gone"):
        remarks.append(
            f"{len(gone)} cases ask for what is not published ({_ids(gone)}): publish it, or "
            "leave them out"
        )
    if changed := stale.get("changed"):
        remarks.append(
            f"{len(changed)} cases are stale: their guides changed since they were made "
            f"({_ids(changed)}). Generate them anew"
        )
    return [f"hotline: {each}" for each in remarks]


def _shown(groups: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list(groups.items())[:_GROUPS_SHOWN]


def _headings(measure: str) -> tuple[str, ...]:
    return (measure, "95 % (wider)") if measure in _WITH_INTERVAL else (measure,)


def _group_row(name: str, figures: Mapping[str, Any], columns: Sequence[str]) -> tuple[object, ...]:
    cells: list[object] = [name, figures[columns[0]]["n"]]
    for column in columns:
        told = figures[column]
        cells.append(_number(told["value"]))
        if column in _WITH_INTERVAL:
            cells.append(_interval(_wider(told["clustered"], told["wilson"])))
    return tuple(cells)


def _wider(one: Sequence[float | None], other: Sequence[float | None]) -> list[float | None]:
    """What both intervals cover: drawing the few items of a small group says too little."""
    bounds = [
        [each for each in pair if each is not None and not math.isnan(each)]
        for pair in zip(one, other, strict=True)
    ]
    return [min(bounds[0], default=None), max(bounds[1], default=None)]


def _change_row(change: Change) -> tuple[object, ...]:
    return (
        change.measure,
        _number(change.before),
        _number(change.after),
        f"{change.after - change.before:+.3f}",
        _interval(change.difference, "+.3f").replace(" … ", "…"),
        change.lost,
        change.won,
        "" if change.p is None else f"{change.p:.2g}",
        "*" if change.is_told_from_chance else "",
    )


def _flip_row(flip: Flip) -> tuple[object, ...]:
    ranks = f"{flip.rank_before or '—'} → {flip.rank_after or '—'}"
    return (
        flip.case,
        flip.question or "",
        "、".join(flip.gold),
        ranks,
        flip.before or "",
        flip.after or "",
    )


def _ids(ids: Sequence[str]) -> str:
    more = " …" if len(ids) > _IDS_SHOWN else ""
    return ", ".join(ids[:_IDS_SHOWN]) + more


def _number(value: float | None, digits: int = 3) -> str:
    return "nan" if value is None or math.isnan(value) else f"{value:.{digits}f}"


def _interval(bounds: Sequence[float | None] | None, form: str = ".3f") -> str:
    if bounds is None:
        return ""
    low, high = bounds
    if low is None or high is None or math.isnan(low):
        return "nan"
    return f"{low:{form}} … {high:{form}}"
