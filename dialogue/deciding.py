"""Deciding what to do with a message: answer, ask back, or say that it is not known."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogue.findings import Findings, element_text
from dialogue.turn import Slots
from dialogue.understanding import Understood
from kb.elements import Element
from kb.entries import EntryKind
from kb.records import Guide, name_of
from kb.store import StoredRecord
from retriever.results import Hit

# Asked without naming an element: what most callers want to know.
OVERVIEW = (
    Element.PROCEDURE,
    Element.MATERIALS,
    Element.PLACE,
    Element.PROMISED_LIMIT,
    Element.FEE,
)
# What a guide may hold in place of an element it lacks; named by its own name in the answer.
NEXT_BEST = {
    Element.PROMISED_LIMIT: (Element.STATUTORY_LIMIT,),
    Element.STATUTORY_LIMIT: (Element.PROMISED_LIMIT,),
    Element.PROCEDURE: (Element.CONDITIONS, Element.PLACE),
    Element.HOURS: (Element.PHONE,),
}
# Found and answered as they stand: no element is chosen out of them.
WHOLE_ENTRIES = (EntryKind.FAQ, EntryKind.PASSAGE, EntryKind.LIFE_EVENT)
OFFERED = 4


@dataclass(frozen=True, kw_only=True)
class AnswerGuide:
    """Answer these elements out of this guide."""

    stored: StoredRecord
    guide: Guide
    elements: tuple[Element, ...]
    slots: Slots
    probability: float


@dataclass(frozen=True, kw_only=True)
class AnswerEntry:
    """Answer with a question's answer, a policy's passage or the steps of a life event."""

    hit: Hit
    stored: StoredRecord


@dataclass(frozen=True, kw_only=True)
class AskItem:
    """Several items fit about as well."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, kw_only=True)
class AskSituation:
    """The answer depends on the situation."""

    name: str
    situations: tuple[str, ...]
    slots: Slots


@dataclass(frozen=True, kw_only=True)
class AskRegion:
    """The answer depends on the region."""

    name: str
    regions: tuple[str, ...]
    slots: Slots


@dataclass(frozen=True, kw_only=True)
class NotFound:
    """Nothing fits well enough; the nearest may be offered."""

    nearest: tuple[Hit, ...]


@dataclass(frozen=True, kw_only=True)
class NoContent:
    """The item is known and has no guide, or none for this region."""

    name: str
    region: str | None
    others: tuple[str, ...]
    slots: Slots


@dataclass(frozen=True, kw_only=True)
class Smalltalk:
    """A greeting, thanks or a farewell, and nothing else."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class ToOperator:
    """The citizen asks for a person."""


Decision = (
    AnswerGuide
    | AnswerEntry
    | AskItem
    | AskSituation
    | AskRegion
    | NotFound
    | NoContent
    | Smalltalk
    | ToOperator
)


def decide(understood: Understood, slots: Slots, findings: Findings) -> Decision:
    """Choose what to do; `slots` holds what is settled (an item in it is not searched for)."""
    if understood.wants_operator:
        return ToOperator()
    if understood.smalltalk is not None:
        return Smalltalk(kind=understood.smalltalk)
    if len(understood.regions) > 1 and slots.region not in understood.regions:
        around = _in_line(understood.regions, slots.region, findings)
        if len(around) != 1:
            return AskRegion(name="", regions=understood.regions, slots=slots)
        slots = replace(slots, region=around[0])
    if slots.item is not None:
        return _decide_chosen(understood, slots, findings, slots.item)
    if not findings.hits:
        return NotFound(nearest=())
    best = findings.hits[0]
    if best.probability < findings.answer_at:
        near = tuple(h for h in findings.hits[:OFFERED] if h.probability >= findings.offer_at)
        return AskItem(hits=near) if len(near) > 1 else NotFound(nearest=findings.hits[:OFFERED])
    if best.kind in WHOLE_ENTRIES:
        return AnswerEntry(hit=best, stored=findings.behind(best))
    return _decide_item(
        understood, slots, findings, best.item_code, best.probability, best.situation
    )


def _in_line(codes: tuple[str, ...], region: str | None, findings: Findings) -> tuple[str, ...]:
    """Those that lie in a region that was named before, or around it."""
    if region is None:
        return ()
    lines = findings.regions.line
    return tuple(code for code in codes if region in lines(code) or code in lines(region))


def _decide_chosen(understood: Understood, slots: Slots, findings: Findings, item: str) -> Decision:
    hit = next((each for each in findings.hits if each.item_code == item), None)
    if hit is None:
        hit = findings.entry(item)
    if hit is not None and hit.kind in WHOLE_ENTRIES:
        return AnswerEntry(hit=hit, stored=findings.behind(hit))
    likely = hit.situation if hit else None
    return _decide_item(understood, slots, findings, item, 1.0, likely)


def _decide_item(
    understood: Understood,
    slots: Slots,
    findings: Findings,
    item: str,
    probability: float,
    likely_situation: str | None,
) -> Decision:
    guides = findings.guides(item)
    first = findings.first(item)
    name = name_of(first) if first else item
    region = slots.region
    known = slots.situation in {guide.situation for _, guide in guides}
    situation = slots.situation if known else None  # it may be another item's
    settled = Slots(item=item, region=region, situation=situation, audience=slots.audience)
    if not guides:
        return NoContent(name=name, region=None, others=(), slots=settled)
    elements = understood.elements or OVERVIEW
    here = _nearest(guides, region, findings)
    if not here:
        below = _within(guides, region, findings)
        everywhere = below or guides
        if below and _same(below, elements):
            here = below
        else:
            codes = tuple(dict.fromkeys(g.region for _, g in everywhere if g.region))
            if region is not None and not below:
                return NoContent(name=name, region=region, others=codes, slots=settled)
            return AskRegion(name=name, regions=codes, slots=settled)
    return _decide_situation(here, understood, settled, name, probability, likely_situation)


def _decide_situation(
    here: tuple[tuple[StoredRecord, Guide], ...],
    understood: Understood,
    slots: Slots,
    name: str,
    probability: float,
    likely: str | None,
) -> Decision:
    elements = understood.elements or OVERVIEW
    wanted = [each for each in (slots.situation, likely) if each is not None]
    chosen = [
        each for situation in (*wanted, None) for each in here if each[1].situation == situation
    ]
    if not chosen and not _same(here, elements):
        situations = tuple(dict.fromkeys(g.situation for _, g in here if g.situation))
        if len(situations) > 1:
            return AskSituation(name=name, situations=situations, slots=slots)
    stored, guide = (chosen or here)[0]
    settled = Slots(
        item=slots.item, situation=guide.situation, region=slots.region, audience=slots.audience
    )
    return AnswerGuide(
        stored=stored,
        guide=guide,
        elements=understood.elements or _overview(guide),
        slots=settled,
        probability=probability,
    )


def _overview(guide: Guide) -> tuple[Element, ...]:
    """What is told where no element was asked for: only what the guide has."""
    told = [element for element in OVERVIEW if element in guide.elements]
    return tuple(told or [each for each in Element if each in guide.elements] or OVERVIEW)


def _nearest(
    guides: tuple[tuple[StoredRecord, Guide], ...], region: str | None, findings: Findings
) -> tuple[tuple[StoredRecord, Guide], ...]:
    """The guides of the nearest region that applies; without a region, of what holds for all."""
    codes = {guide.region for _, guide in guides}
    if region is None:
        depth = {code: len(findings.regions.line(code)) if code else 0 for code in codes}
        outermost = min(codes, key=lambda code: depth[code])
        lines = [findings.regions.line(code) for code in codes if code]
        holds_for_all = outermost is None or all(outermost in line for line in lines)
        wanted: Iterable[str | None] = (outermost,) if holds_for_all else ()
    else:
        wanted = (*findings.regions.line(region), None)
    for code in wanted:
        if found := tuple(each for each in guides if each[1].region == code):
            return found
    return ()


def _within(
    guides: tuple[tuple[StoredRecord, Guide], ...], region: str | None, findings: Findings
) -> tuple[tuple[StoredRecord, Guide], ...]:
    if region is None:
        return guides
    inside = set(findings.regions.subtree(region))
    return tuple(each for each in guides if each[1].region in inside)


def _same(guides: tuple[tuple[StoredRecord, Guide], ...], elements: tuple[Element, ...]) -> bool:
    """True where every guide says the same to what is asked: no need to ask back."""
    return len({tuple(element_text(g, e) for e in elements) for _, g in guides}) == 1
