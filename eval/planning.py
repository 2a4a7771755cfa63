"""Before a run: every case is checked against what is published, and nothing is asked yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import Any

from eval.cases import Case, digest_of
from eval.equality import Equals, groups_of
from eval.errors import CasesInvalid
from eval.finding import Finder, kind_of_code
from eval.reading import CaseFile, problem_at
from eval.runs import FORMAT
from eval.staleness import Freshness, about, freshness
from kb.errors import KbError, Problem
from kb.records import Faq, Guide, Record, name_of
from retriever.tokens import normalise

SEVERAL = "several"  # agencies


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A case made ready: its golds, and what the base knows of them."""

    case: Case
    about: Mapping[str, str | None]
    freshness: Freshness


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A run before it begins."""

    asked: tuple[Asked, ...]
    left_out: tuple[str, ...]  # ids of cases that one search cannot stand for
    equals: Equals | None
    config: Mapping[str, Any]
    stale: Mapping[str, Sequence[str]]  # freshness → case ids
    uncovered: Sequence[tuple[str, str]] = ()  # code and name of items that no case asks for


def plan_run(
    file: CaseFile,
    finder: Finder,
    *,
    k: int | None,
    jobs: int,
    limit: int | None,
    told: Mapping[str, Any],
    command: str = "retrieval",
) -> Plan:
    """Check every case against what is published, before anything is run.

    Args:
        file: the cases.
        finder: what is asked.
        k: hits a case; None where conversations are held.
        jobs: cases asked at once.
        limit: only the first so many.
        told: what else belongs into the config: settings, environment, commit, mapping.
        command: `retrieval` asks single questions only; `answers` holds conversations.

    Raises:
        CasesInvalid: a region is unknown.
        NotReady, ServerUnusable: from the finder.
    """
    published = finder.published()
    by_code = finder.records()
    cases = file.cases[:limit]
    regions = _region_codes(file, cases, finder)
    if by_code is not None:
        cases = _with_gold_by_answer(cases, by_code)
    fitting = [case for case in cases if len(case.turns) == 1 or command != "retrieval"]
    asked = tuple(_made_ready(case, by_code, regions) for case in fitting)
    stale = {
        each.value: [a.case.id for a in asked if a.freshness is each]
        for each in (Freshness.CHANGED, Freshness.GONE)
    }
    return Plan(
        asked=asked,
        left_out=tuple(case.id for case in cases if case.id not in {each.id for each in fitting}),
        equals=None if by_code is None else Equals(groups_of(chain(*by_code.values()))),
        stale=stale,
        uncovered=tuple(_uncovered(asked, by_code or {})),
        config={
            "format": FORMAT,
            "command": command,
            "cases": [str(path) for path in file.paths],
            "cases_digest": digest_of(cases),
            "cases_count": len(cases),
            "limit": limit,
            "k": k,
            "jobs": jobs,
            "published": asdict(published),
            **told,
        },
    )


def _uncovered(
    asked: Sequence[Asked], by_code: Mapping[str, Sequence[Record]]
) -> Iterator[tuple[str, str]]:
    golds = {code for each in asked for part in each.case.asked for code in part.gold}
    golds |= {code for each in asked for code in each.case.gold}
    for code, records in by_code.items():
        if code not in golds and any(isinstance(record, Guide) for record in records):
            yield code, name_of(records[0])


def _made_ready(
    case: Case, by_code: Mapping[str, Sequence[Record]] | None, regions: Mapping[str, str]
) -> Asked:
    region = regions[case.region] if case.region else None
    if by_code is None:
        return Asked(case=case, about={}, freshness=Freshness.UNTOLD)
    records = [record for code in case.gold for record in by_code.get(code, ())]
    fitting = about(case, records, region)
    agencies = {getattr(record, "agency", None) for record in fitting} - {None}
    return Asked(
        case=case,
        about={
            "kind": kind_of_code(records).value if records else None,
            "agency": agencies.pop() if len(agencies) == 1 else SEVERAL if agencies else None,
        },
        freshness=freshness(case, records, region),
    )


def _with_gold_by_answer(
    cases: Sequence[Case], by_code: Mapping[str, Sequence[Record]]
) -> tuple[Case, ...]:
    """Give cases without gold the questions whose whole answer is theirs, word for word.

    Sets of other systems say what is to be answered and not which entry holds it.
    """
    codes: dict[str, list[str]] = {}
    for code, records in by_code.items():
        for record in records:
            if isinstance(record, Faq):
                codes.setdefault(normalise(record.answer), []).append(code)
    return tuple(
        replace(case, gold=tuple(codes.get(normalise(case.answer[0]), ())))
        if not case.gold and len(case.answer) == 1
        else case
        for case in cases
    )


def _region_codes(file: CaseFile, cases: Sequence[Case], finder: Finder) -> dict[str, str]:
    codes: dict[str, str] = {}
    problems: dict[str, Problem] = {}
    named = {
        region: case
        for case in cases
        for region in (case.region, *(part.region for part in (*case.parts, *case.meant)))
    }
    for region, case in named.items():
        if region is None:
            continue
        try:
            codes[region] = finder.region_code(region)
        except KbError as error:
            remedy = "Mend the region, or publish a base that knows it"
            problems[region] = problem_at(case, "region", str(error), remedy)
    if problems:
        raise CasesInvalid(file.paths[0], list(problems.values()))
    return codes
