"""Faults that show beside the other guides of the same item and situation, or of the same source."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

from kb.elements import Element, Fee, Materials, TimeLimit, Value
from kb.lint.finding import Check, LintFinding, finding_of
from kb.lint.words import lint_words
from kb.records import Guide
from kb.store import StoredRecord
from kb.values.text import folded

Guides = Sequence[tuple[StoredRecord, Guide]]
# What a standard makes the same in every district.
_STANDARD = (
    Element.FEE,
    Element.STATUTORY_LIMIT,
    Element.PROMISED_LIMIT,
    Element.MATERIALS,
)
# What a guide is asked for first; a source that tells one of these of nothing is told once.
_FIRST = (
    Element.CONDITIONS,
    Element.MATERIALS,
    Element.FEE,
    Element.PLACE,
    Element.PHONE,
)
_FEWEST = 3  # guides of which one can be told to differ
_MOST_ODD = 0.25  # share of the guides that may differ and still be the odd ones
_USUAL = 0.75  # share of the guides that make a value the usual one, or an element expected
_SHOWN = 40  # characters of a value


def by_situation(records: Sequence[StoredRecord]) -> list[Guides]:
    """The guides of each item and situation."""
    found: defaultdict[tuple[str, str | None], list[tuple[StoredRecord, Guide]]] = defaultdict(list)
    for stored in records:
        if isinstance(stored.record, Guide):
            key = stored.record.item_code, stored.record.situation
            found[key].append((stored, stored.record))
    return list(found.values())


def district(guides: Guides) -> Iterator[LintFinding]:
    """Guides that tell something else than nearly all others, without giving a reason."""
    for element in _STANDARD:
        told = [(each, value) for each in guides if (value := each[1].elements.get(element))]
        if len(told) < _FEWEST:
            continue
        counts = Counter(_compared(value) for _, value in told)
        usual, count = counts.most_common(1)[0]
        if count < _USUAL * len(told):
            continue
        common = next(value for _, value in told if _compared(value) == usual)
        for (stored, _), value in told:
            if _compared(value) != usual and not any(
                word in value.text for word in lint_words().reasons
            ):
                yield finding_of(
                    Check.DISTRICT,
                    stored,
                    element,
                    own=_short(value, common),
                    usual=_short(common, value),
                    others=count,
                )


def conflict(guides: Guides) -> Iterator[LintFinding]:
    """Guides of one region and situation of which another one tells something else."""
    regions: defaultdict[str | None, list[tuple[StoredRecord, Guide]]] = defaultdict(list)
    for stored, guide in guides:
        regions[guide.region].append((stored, guide))
    for own in regions.values():
        for element in _STANDARD:
            told = [(each, g, value) for each, g in own if (value := g.elements.get(element))]
            for stored, guide, value in told:
                for _, other, theirs in told:
                    if other is not guide and _compared(theirs) != _compared(value):
                        yield finding_of(
                            Check.CONFLICT,
                            stored,
                            element,
                            own=_short(value, theirs),
                            other=_short(theirs, value),
                            agency=other.agency or lint_words().nobody,
                        )
                        break


def missing(guides: Guides) -> Iterator[LintFinding]:
    """Guides that lack what nearly all others of the same item and situation have."""
    if len(guides) < _FEWEST:
        return
    for element in Element:
        lacking = [stored for stored, guide in guides if element not in guide.elements]
        if 0 < len(lacking) <= _MOST_ODD * len(guides):
            yield from (finding_of(Check.MISSING, stored, element) for stored in lacking)


def missing_first(records: Sequence[StoredRecord]) -> Iterator[LintFinding]:
    """Guides without what is asked for first, where others of their source and type have it.

    Of some types (looking something up) most guides have no conditions to name; what a source
    tells of nothing at all is told once.
    """
    sources: defaultdict[str, list[StoredRecord]] = defaultdict(list)
    types: defaultdict[tuple[str, str | None], list[StoredRecord]] = defaultdict(list)
    for stored in records:
        if isinstance(stored.record, Guide):
            sources[stored.source].append(stored)
            types[stored.source, stored.record.item_type].append(stored)
    for element in _FIRST:
        for source, every in sources.items():
            if len(_lacking(every, element)) == len(every):
                yield LintFinding(check=Check.MISSING, source=source, element=element)
        for every in types.values():
            lacking = _lacking(every, element)
            if len(lacking) <= (1 - _USUAL) * len(every):
                yield from (finding_of(Check.MISSING, stored, element) for stored in lacking)


def _lacking(guides: Sequence[StoredRecord], element: Element) -> list[StoredRecord]:
    return [
        stored
        for stored in guides
        if isinstance(stored.record, Guide) and element not in stored.record.elements
    ]


def _compared(value: Value) -> Hashable:
    """What of a value must be the same, however it is written."""
    match value:
        case TimeLimit(amount=int(amount), unit=unit):
            return amount, unit
        case Fee(kind=kind, amounts=amounts) if kind is not None:
            return kind, tuple(sorted(each.yuan for each in amounts))
        case Materials(items=items) if items:
            return frozenset(folded(each.name) for each in items)
        case _:
            return folded(value.text)


def _short(value: Value, other: Value) -> str:
    """A value, or of two lists what stands in this one alone."""
    if isinstance(value, Materials) and isinstance(other, Materials):
        theirs = {folded(each.name) for each in other.items}
        own = [each.name for each in value.items if folded(each.name) not in theirs]
        text = "、".join(own) or f"共{len(value.items)}项"
    else:
        text = value.text.replace("\n", " ")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
