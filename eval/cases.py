"""Cases (考题): questions with what is right, as `interfaces.md` writes them, one JSON object a line."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from dialogue.turn import Status
from kb.elements import Element

GROUPS = tuple(dict.fromkeys(status.group for status in Status))
"""The status groups that a case may expect."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """分问: one of several questions of a message, and what is right for it."""

    gold: tuple[str, ...] = ()
    element: Element | None = None
    region: str | None = None
    situation: str | None = None
    answer: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """考题: what is asked, in one turn or several, and what counts as right."""

    id: str
    turns: tuple[str, ...]  # one for a plain question
    gold: tuple[str, ...] = ()  # item codes, faq ids or doc ids; any one counts
    element: Element | None = None
    region: str | None = None  # as written: code, path or unique name
    situation: str | None = None
    answer: tuple[str, ...] = ()  # texts that must appear
    expect: str | None = None  # one of GROUPS
    tags: tuple[str, ...] = ()  # kinds of phrasing, by which figures are grouped
    parts: tuple[Part, ...] = ()  # where several things are asked: what is right for each
    meant: tuple[Part, ...] = ()  # of each turn before the last: what the citizen means by it
    absent: tuple[str, ...] = ()  # texts that may appear nowhere: personal data
    made_from: str | None = None  # digest of the records it was made from (`eval.staleness`)
    place: str = field(default="", compare=False)  # file and row it was read from

    @property
    def asked(self) -> tuple[Part, ...]:
        """What is right for each thing that is asked; mostly one."""
        own = Part(
            gold=self.gold,
            element=self.element,
            region=self.region,
            situation=self.situation,
            answer=self.answer,
        )
        return self.parts or (own,)

    @property
    def question(self) -> str:
        """The only turn, or the last of several."""
        return self.turns[-1]


def to_json(case: Case) -> dict[str, Any]:
    """A case as the JSON object of one line; fields that are empty are left out."""
    asked = {"question": case.question} if len(case.turns) == 1 else {"turns": list(case.turns)}
    told = {
        "gold": list(case.gold),
        "element": case.element,
        "region": case.region,
        "situation": case.situation,
        "answer": list(case.answer),
        "expect": case.expect,
        "tags": list(case.tags),
        "parts": [_filled(asdict(part)) for part in case.parts],
        "meant": [_filled(asdict(part)) for part in case.meant],
        "absent": list(case.absent),
        "made_from": case.made_from,
    }
    return {"id": case.id, **asked, **_filled(told)}


def write_cases(path: Path, cases: Iterable[Case]) -> int:
    """Write cases as JSONL and say how many they were."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for case in cases:
            file.write(_line(to_json(case)) + "\n")
            count += 1
    return count


def digest_of(cases: Iterable[Case]) -> str:
    """SHA-256 (hex) over cases in their order: the same cases have the same digest."""
    mark = sha256()
    for case in cases:
        mark.update(_line(to_json(case)).encode() + b"\n")
    return mark.hexdigest()


def split(cases: Iterable[Case], share: float, seed: str = "hotline") -> tuple[list[Case], ...]:
    """Part cases by what they are about, so that no item or document stands on both sides.

    Cases that share a gold code, directly or through others, stay together. A group goes to the
    first side where SHA-256 of the seed and its smallest code, as a fraction, is below `share`:
    adding cases moves none of the others unless they tie two groups together.

    Returns:
        the cases below `share`, and the others, both in their order.
    """
    cases = list(cases)
    leaders = _leaders(cases)
    sides: tuple[list[Case], list[Case]] = ([], [])
    for case in cases:
        key = leaders[case.gold[0]] if case.gold else f"no gold {case.question}"
        sides[_fraction(f"{seed}\x1f{key}") >= share].append(case)
    return sides


def _leaders(cases: Iterable[Case]) -> Mapping[str, str]:
    """Each gold code → the smallest code of its group (union-find)."""
    parent: dict[str, str] = {}

    def leader(code: str) -> str:
        while parent.setdefault(code, code) != code:
            code = parent[code]
        return code

    for case in cases:
        for code in case.gold:
            low, high = sorted((leader(case.gold[0]), leader(code)))
            parent[high] = low
    return {code: leader(code) for code in list(parent)}


def _fraction(text: str) -> float:
    return int(sha256(text.encode()).hexdigest()[:16], 16) / 2**64


def _filled(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}


def _line(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
