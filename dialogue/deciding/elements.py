"""Which elements are told: those asked for, what stands in for a missing one, or an overview."""

from collections.abc import Iterable, Sequence

from dialogue.facts import FactKind, facts_in
from dialogue.facts.reading import folded
from dialogue.words import called, worded, words_meant
from kb.elements import Element
from kb.records import Guide
from retriever.tokens import normalise

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
# Where it is looked for.
_TELLING = (
    Element.CONDITIONS,
    Element.OUTCOME,
    Element.PROCEDURE,
    Element.FEE,
    Element.FAQ,
    Element.PLACE,
    Element.ONLINE,
    Element.MATERIALS,
)
_SAID = 0.5  # share of the question's words that an element holds
_MOST = 2
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


def untold(guide: Guide, told: Sequence[Element]) -> tuple[Element, ...]:
    """What else most want to know, where what was asked for has been told whole: 「还有呢」."""
    every = (*OVERVIEW, Element.HOURS, Element.PHONE, Element.ONLINE)
    return tuple(each for each in every if each in guide.elements and each not in told)


def likest_elements(guide: Guide, text: str, *, loosely: bool = False) -> tuple[Element, ...]:
    """The elements whose words hold most of what a question asks that is no element: at most two.

    「一个月能领多少」 stands in the outcome: 「每人每月60元」; 「最多能提1600元是不是」 where that sum stands.

    Args:
        guide: where it is looked for.
        text: normalised words.
        loosely: one of the words is enough.
    """
    if told := _holding(_amounts(text), guide):
        return told[:_MOST]
    meant = words_meant(text)
    asked = words_asked(guide, text)
    if not asked:
        return ()
    enough = 1 if meant or loosely else _SAID * len(asked)
    shares = {
        element: sum(word in value.text for word in asked)
        for element, value in guide.elements.items()
        if element in _TELLING
    }
    best = max(shares.values(), default=0)
    if best < enough:
        return ()
    if meant:
        return tuple(sorted((e for e in shares if shares[e]), key=lambda e: -shares[e])[:_MOST])
    return tuple(each for each in _TELLING if shares.get(each, 0) >= best)[:_MOST]


def words_asked(guide: Guide, text: str) -> tuple[str, ...]:
    """The words by which a guide would tell what a question asks for that is no element.

    What names the matter or the situation stands anywhere in it: 「公积金那个，退休提取几天到账」.
    """
    if meant := words_meant(text):
        return meant
    for name in called(guide):
        text = text.replace(name, " ")
    names = "".join((*called(guide), normalise(guide.situation or "")))
    return tuple(word for word in worded(text) if word not in names)


def _holding(amounts: frozenset[str], guide: Guide) -> tuple[Element, ...]:
    return tuple(
        each
        for each in _TELLING
        if each in guide.elements and amounts & _amounts(guide.elements[each].text)
    )


def _amounts(text: str) -> frozenset[str]:
    """The numbers of a text that have a unit: 「1600元」."""
    facts = facts_in(folded(text))
    return frozenset(f.value for f in facts if f.kind is FactKind.NUMBER and not f.value.isdigit())


def with_next_best(guide: Guide, elements: Iterable[Element]) -> tuple[Element, ...]:
    """The elements, each missing one followed by what stands in for it; none twice."""
    seen: dict[Element, None] = {}
    for element in elements:
        stand_ins = () if element in guide.elements else NEXT_BEST.get(element, ())
        for each in (element, *(e for e in stand_ins if e in guide.elements)):
            seen.setdefault(each)
    return tuple(seen)
