"""The items that go wrong most, with what was asked, what was said, what was right, and why."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from eval.report.words import element, word
from eval.runs import Line

_ITEMS, _CASES = 25, 3
_WORDS = 320  # of a reply


def worst(lines: Sequence[Line], scores: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Items by how often they were answered wrong, then by how often not right at all."""
    of_item: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        of_item[scores["per_case"][line["id"]]["cluster"]].append(line)
    rows = [_row(code, of, scores["per_case"]) for code, of in of_item.items()]
    rows = [row for row in rows if row["bad"]]
    rows.sort(key=lambda row: (-row["wrong"], -row["bad"], row["code"]))
    return rows[:_ITEMS]


def _row(code: str, lines: Sequence[Line], per_case: Mapping[str, Any]) -> dict[str, Any]:
    bad = [line for line in lines if not _is_good(per_case[line["id"]])]
    wrong = [line for line in bad if per_case[line["id"]].get("outcome") == "wrong"]
    shown = sorted(bad, key=lambda line: (line not in wrong, line["id"]))[:_CASES]
    return {
        "code": code,
        "name": _name(lines[0]) or _asked(lines[0])[0],
        "cases": len(lines),
        "bad": len(bad),
        "wrong": len(wrong),
        "shown": [_case(line, per_case[line["id"]]) for line in shown],
    }


def _is_good(of_case: Mapping[str, Any]) -> bool:
    for name in ("exact", "passed", "R@1", "abstained"):
        value = of_case.get(name)
        if value is not None and not math.isnan(value):
            return bool(value == 1)
    return True


def _case(line: Line, of_case: Mapping[str, Any]) -> dict[str, Any]:
    search = line.get("search") or {
        "hits": line.get("hits", []),
        "rejected": line.get("rejected", []),
    }
    return {
        "id": line["id"],
        "asked": _asked(line),
        "said": _said(line),
        "outcome": word("outcomes", str(of_case.get("outcome", ""))),
        "right": _right(line),
        "known": _known(line),
        "by_last_words": len(line.get("turns", ())) > 1,
        "faults": _faults(line),
        "hits": [_hit(each, line) for each in search["hits"][:5]],
        "rejected": [_hit(each, line) for each in search["rejected"][:5]],
    }


def _asked(line: Line) -> list[str]:
    if "exchanges" in line:
        return [str(each["said"]) for each in line["exchanges"]]
    return [str(line.get("question", ""))]


def _said(line: Line) -> str:
    if "exchanges" not in line:
        return ""
    reply = line["exchanges"][line.get("judged", -1)]["reply"]
    options = "".join(f"\n· {each['label']}" for each in reply["options"])
    text = f"{reply['text']}{options}"
    p = reply["probability"]
    group, _, reason = reply["status"].partition("_")
    status = word("groups", group) + (f"（{reason}）" if reason else "")
    told = f"[{status}{'' if p is None else f'，把握 {p:.2f}'}] "
    return told + (text if len(text) <= _WORDS else text[:_WORDS] + "……")


def _known(line: Line) -> list[str]:
    """What the hotline took a question to be about: item, situation, region, elements."""
    if "truth" not in line:
        return []
    reply = line["exchanges"][line["judged"]]["reply"]
    slots = reply["slots"]
    names = {t["region"]: t["asked_regions"][0] for t in line["truth"] if t["asked_regions"]}
    asked = dict.fromkeys(each["element"] for each in reply["answers"] if each["element"])
    told = {
        "item": next((each["name"] for each in reply["answers"]), slots.get("item")),
        "situation": slots.get("situation"),
        "region": names.get(slots.get("region"), slots.get("region")),
        "element": "、".join(map(element, asked)),
    }
    return [f"{word('known', name)}：{value}" for name, value in told.items() if value]


def _right(line: Line) -> str:
    parts = []
    for truth in line.get("truth", ()):
        asked = element(truth["element"]) if truth["element"] else None
        region = truth["asked_regions"][0] if truth["asked_regions"] else truth["region"]
        where = "，".join(filter(None, (region, truth["situation"], asked)))
        texts = "；".join(truth["alternatives"][0]["parts"]) if truth["alternatives"] else ""
        name = truth["names"][0] if truth["names"] else "、".join(truth["codes"])
        parts.append(f"{name}（{where}）：{texts[:_WORDS]}" if name else "")
    if line.get("expect") not in (None, "answered"):
        parts.insert(0, f"应为「{word('groups', line['expect'])}」")
    if not parts and line.get("gold"):
        parts.append("、".join(line["gold"]))
    return "\n".join(filter(None, parts))


def _faults(line: Line) -> list[str]:
    return [
        f"{fault['check']}：{fault['said']}"
        for each in line.get("exchanges", ())
        for fault in each.get("faults", ())
    ]


def _hit(hit: Mapping[str, Any], line: Line) -> dict[str, Any]:
    codes = {code for truth in line.get("truth", ()) for code in truth["codes"]}
    right = hit["code"] in (codes or set(line.get("gold", ())))
    return {"name": hit["name"], "code": hit["code"], "p": hit["probability"], "right": right}


def _name(line: Line) -> str | None:
    names = [name for truth in line.get("truth", ()) for name in truth["names"][:1]]
    return names[0] if names else None
