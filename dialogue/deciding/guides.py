"""Which guides of an item apply: in force, of the nearest region, of the situation."""

from collections.abc import Iterable, Sequence
from datetime import date

from dialogue.deciding.decisions import Told
from dialogue.findings import Findings, element_text
from kb.elements import Element
from kb.records import Guide


def guides_of(findings: Findings, item: str) -> tuple[Told, ...]:
    """All guides of an item, in force or not."""
    return tuple(Told(stored=stored, guide=guide) for stored, guide in findings.guides(item))


def is_in_force(guide: Guide, today: date) -> bool:
    """Whether a guide can be answered from today; both ends count."""
    return not (
        (guide.valid_until and guide.valid_until < today)
        or (guide.valid_from and guide.valid_from > today)
    )


def nearest(guides: Sequence[Told], region: str | None, findings: Findings) -> tuple[Told, ...]:
    """The guides of the nearest region that applies; without a region, of what holds for all."""
    codes = {each.guide.region for each in guides}
    if not codes:
        return ()
    if region is None:
        depth = {code: len(findings.regions.line(code)) if code else 0 for code in codes}
        outermost = min(codes, key=lambda code: depth[code])
        lines = [findings.regions.line(code) for code in codes if code]
        holds_for_all = outermost is None or all(outermost in line for line in lines)
        wanted: Iterable[str | None] = (outermost,) if holds_for_all else ()
    else:
        wanted = (*findings.regions.line(region), None)
    for code in wanted:
        if found := tuple(each for each in guides if each.guide.region == code):
            return found
    return ()


def within(guides: Sequence[Told], region: str | None, findings: Findings) -> tuple[Told, ...]:
    """The guides of districts below a region; without a region, all."""
    if region is None:
        return tuple(guides)
    inside = set(findings.regions.subtree(region))
    return tuple(each for each in guides if each.guide.region in inside)


def of_situations(guides: Sequence[Told], situations: Sequence[str]) -> tuple[Told, ...]:
    """The guides of any of some situations, else those that are for every situation, else all."""
    return (
        tuple(each for each in guides if each.guide.situation in situations)
        or tuple(each for each in guides if each.guide.situation is None)
        or tuple(guides)
    )


def says(guide: Guide, elements: Sequence[Element]) -> tuple[str | None, ...]:
    """What a guide answers to some elements."""
    return tuple(element_text(guide, element) for element in elements)


def say_the_same(guides: Sequence[Told], elements: Sequence[Element]) -> bool:
    """True where every guide says the same to what is asked: no need to ask back."""
    return len({says(each.guide, elements) for each in guides}) == 1
