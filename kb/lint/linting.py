"""All checks over the records of a base."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from kb.lint import single
from kb.lint.duplicates import duplicates
from kb.lint.finding import Check, LintFinding
from kb.lint.siblings import by_situation, conflict, district, missing, missing_first
from kb.records import Faq, Guide
from kb.store import StoredRecord

VERIFIED_WITHIN = 730  # days


def lint(
    records: Iterable[StoredRecord],
    *,
    today: date,
    days: int = VERIFIED_WITHIN,
    checks: Collection[Check] = tuple(Check),
) -> tuple[LintFinding, ...]:
    """Every fault that the records show, by agency.

    Args:
        records: of the draft or of a generation, first source first.
        today: the day in Asia/Shanghai that dates are compared with.
        days: how long ago a record may have been verified.
        checks: those to run; `own_name` needs an index and is not among what runs here.
    """
    every = list(records)
    # A guide may lack an element beside its siblings and beside its source.
    found = dict.fromkeys(_all(every, today, days))
    # A promise beyond the law, or beside another of the same place, is wrong whatever other
    # districts promise: it is told once.
    once = (Check.LIMIT, Check.CONFLICT)
    beyond = {_where(each) for each in found if each.check in once}
    told = (
        each
        for each in found
        if each.check in checks and not (each.check is Check.DISTRICT and _where(each) in beyond)
    )
    return tuple(sorted(told, key=lambda each: each.place))


def _where(finding: LintFinding) -> tuple[object, ...]:
    return finding.code, finding.region, finding.situation, finding.element


def _all(records: Sequence[StoredRecord], today: date, days: int) -> Iterator[LintFinding]:
    for stored in records:
        yield from single.expired(stored, today)
        yield from single.limit(stored)
        yield from single.phone(stored)
        yield from single.place(stored)
    yield from _unverified(records, today, days)
    yield from duplicates(records)
    for guides in by_situation(records):
        yield from conflict(guides)
        yield from district(guides)
        yield from missing(guides)
    yield from missing_first(records)


def _unverified(records: Sequence[StoredRecord], today: date, days: int) -> Iterator[LintFinding]:
    """A source that never says when it was verified is told once, not once a guide."""
    sources: defaultdict[str, list[StoredRecord]] = defaultdict(list)
    for stored in records:
        if isinstance(stored.record, Guide | Faq):
            sources[stored.source].append(stored)
    for source, own in sources.items():
        if all(getattr(stored.record, "verified_on", None) is None for stored in own):
            yield LintFinding(check=Check.UNVERIFIED, source=source)
        else:
            for stored in own:
                yield from single.unverified(stored, today, days)
