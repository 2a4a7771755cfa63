"""`hotline kb lint`: how accurate the guides are, as a work list by agency."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline.cli.context import settings
from hotline.cli.failures import BAD_INPUT, GATE_FAILED, explained
from hotline.cli.options import JsonOption
from hotline.cli.output import progress, put, put_json, put_table, say

if TYPE_CHECKING:
    from hotline.settings import Settings
    from kb.lint import Check, LintFinding

_SHOWN = 50  # findings on the terminal; --json and --xlsx have all of them


def lint(
    check: Annotated[
        list[str] | None, typer.Option("--check", help="Run this check only; may be repeated.")
    ] = None,
    days: Annotated[
        int, typer.Option(min=1, help="Days after which something verified counts as stale.")
    ] = 730,
    draft: Annotated[bool, typer.Option("--draft", help="The draft, not what is served.")] = False,
    xlsx: Annotated[
        Path | None, typer.Option(help="Write the work list of all agencies to this workbook.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Faults of the guides, by agency, with place and remedy; exit 1 where there are any."""
    chosen = settings()
    with explained():
        found = _found(chosen, check, days, draft=draft)
        if xlsx is not None:
            from hotline.bootstrap import open_store
            from kb.lint.work_list import write_work_list

            write_work_list(xlsx, found, open_store(chosen).regions())
            say(f"hotline: {len(found)} findings in {xlsx}")
        if json:
            put_json([_view(each) for each in found])
        else:
            _print(found)
    if found:
        raise typer.Exit(GATE_FAILED)


def _found(
    chosen: "Settings", names: list[str] | None, days: int, *, draft: bool
) -> "tuple[LintFinding, ...]":
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from hotline.bootstrap import build, open_store
    from kb.lint import Check
    from kb.lint import lint as run

    checks = _checks(names)
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    store = open_store(chosen)
    live = None if draft else store.generations.live()
    found = run(store.records(live), today=today, days=days, checks=checks)
    if Check.OWN_NAME in checks and not draft and live is not None:
        from eval.own_names import own_names

        base = build(chosen).live.current()
        if base is not None:
            with progress("Asking for items by their names") as bar:
                found = (*found, *own_names(base, store, bar))
    return tuple(sorted(found, key=lambda each: each.place))


def _checks(names: list[str] | None) -> "tuple[Check, ...]":
    from kb.lint import Check

    if unknown := [name for name in names or () if name not in list(Check)]:
        say(f"hotline: {unknown[0]!r} is no check; checks are {', '.join(Check)}")
        raise typer.Exit(BAD_INPUT)
    return tuple(Check(name) for name in names) if names else tuple(Check)


def _view(finding: "LintFinding") -> dict[str, object]:
    from kb.lint import explained as words

    problem, remedy = words(finding)
    return {
        "check": finding.check,
        "source": finding.source,
        "code": finding.code,
        "name": finding.name,
        "agency": finding.agency,
        "region": finding.region,
        "situation": finding.situation,
        "element": finding.element,
        "problem": problem,
        "remedy": remedy,
    }


def _print(found: "tuple[LintFinding, ...]") -> None:
    rows = [
        tuple(_view(each)[key] for key in ("check", "code", "region", "situation", "problem"))
        for each in found[:_SHOWN]
    ]
    if rows:
        put_table(("check", "code", "region", "situation", "problem"), rows)
    if len(found) > _SHOWN:
        put(f"… and {len(found) - _SHOWN} more: see them all with --xlsx or --json")
    counts = Counter(each.check for each in found)
    told = ", ".join(f"{check} {count}" for check, count in counts.most_common())
    put(f"{len(found)} findings" + (f": {told}" if told else ""))
