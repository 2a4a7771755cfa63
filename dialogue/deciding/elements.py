"""Which elements are told: those asked for, what stands in for a missing one, or an overview."""

from collections.abc import Iterable, Sequence

from kb.elements import Element
from kb.records import Guide

# Asked without naming an element: what most callers want to know.
OVERVIEW = (
    Element.PROCEDURE,
    Element.MATERIALS,
    Element.PLACE,
    Element.PROMISED_LIMIT,
    Element.FEE,
)
# Asked for something that is no element of a guide: where else it may stand.
NEAREST = (Element.CONDITIONS, Element.OUTCOME, Element.PHONE)
# What a guide may hold in place of an element it lacks; named by its own name in the answer.
NEXT_BEST = {
    Element.PROMISED_LIMIT: (Element.STATUTORY_LIMIT,),
    Element.STATUTORY_LIMIT: (Element.PROMISED_LIMIT,),
    Element.PROCEDURE: (Element.CONDITIONS, Element.PLACE),
}


def overview(guide: Guide, wanted: Sequence[Element] = OVERVIEW) -> tuple[Element, ...]:
    """What is told where no element was asked for: only what the guide has."""
    told = [element for element in wanted if element in guide.elements]
    return tuple(told or [each for each in Element if each in guide.elements] or OVERVIEW)


def with_next_best(guide: Guide, elements: Iterable[Element]) -> tuple[Element, ...]:
    """The elements, each missing one followed by what stands in for it; none twice."""
    seen: dict[Element, None] = {}
    for element in elements:
        stand_ins = () if element in guide.elements else NEXT_BEST.get(element, ())
        for each in (element, *(e for e in stand_ins if e in guide.elements)):
            seen.setdefault(each)
    return tuple(seen)
