"""Hits weighed by whether they can answer what is asked for."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from dialogue.deciding.guide_questions import alike
from dialogue.phrases import phrase
from dialogue.words import asks_for_all
from kb.elements import Element
from kb.entries import EntryKind
from retriever.elements import asks_outright, elements_asked
from retriever.results import Hit
from retriever.tokens import normalise

# What a guide says under a heading of its own, and a question with its answer only by chance.
_UNDER_A_HEADING = frozenset(
    {
        Element.MATERIALS,
        Element.PLACE,
        Element.HOURS,
        Element.PHONE,
        Element.COMPLAINT_PHONE,
        Element.FEE,
        Element.PROMISED_LIMIT,
        Element.STATUTORY_LIMIT,
        Element.ONLINE,
        Element.VISITS,
    }
)
# What an answer holds that tells it: without, it is about something else.
_TOLD_BY = {
    Element.PHONE: "tells_phone",
    Element.FEE: "tells_fee",
    Element.HOURS: "tells_hours",
}
_LIKE_ENOUGH = 0.55  # Dice coefficient from which a question may be the one asked
# What is left of the P of a single item where all that there is to do is asked for.
_OF_ONE_STEP = 0.1
_BY_CHANCE = 0.1  # what is left of the probability of an entry that asks for something else


Steps = Callable[[str], Collection[str]]
"""The items of a life event, by its code."""


def weighed(
    hits: Sequence[Hit], elements: Collection[Element], text: str, steps: Steps
) -> tuple[Hit, ...]:
    """The hits, less sure of what is no guide where an element of guides is asked for.

    What is taken from them goes to all in proportion: something of this is meant. The search page
    and the conversation both look at the hits so: a hit has one probability.

    Args:
        hits: what was found, the surest first.
        elements: what is asked for.
        text: the words that were searched for, normalised.
        steps: what a life event consists of.
    """
    if asks_for_all(text) and any(hit.kind is EntryKind.LIFE_EVENT for hit in hits):
        return _of_all(hits, steps)
    wanted = _UNDER_A_HEADING.intersection(elements)
    guessed = Element.MATERIALS in elements_asked(text) and not asks_outright(text)
    if guessed and not phrase("papers").search(text):
        wanted -= {Element.MATERIALS}  # 「个体户要报税吗」 sounds like it, and asks for no papers
    if not wanted or not any(hit.kind is EntryKind.ITEM for hit in hits):
        return tuple(hits)
    return _scaled(hits, [1.0 if _may_say(hit, wanted, text) else _BY_CHANCE for hit in hits])


def _of_all(hits: Sequence[Hit], steps: Steps) -> tuple[Hit, ...]:
    """Single items are hardly meant where all is asked for, and neither is what was not found.

    An item that is a step of a life event found speaks for it: closing a company for what it takes.
    """
    events = [hit for hit in hits if hit.kind is EntryKind.LIFE_EVENT]
    weights = {
        hit.item_code: hit.probability * (1.0 if hit in events else _OF_ONE_STEP) for hit in hits
    }
    spoken_for: set[str] = set()
    for event in events:
        own = {hit.item_code: hit for hit in hits if hit.item_code in set(steps(event.item_code))}
        for code, hit in own.items():
            if code not in spoken_for:
                weights[event.item_code] += hit.probability - weights[code]
        spoken_for |= own.keys()
    unknown = max(0.0, 1.0 - sum(hit.probability for hit in hits)) * _OF_ONE_STEP
    total = sum(weights.values()) + unknown
    again = [replace(hit, probability=weights[hit.item_code] / total) for hit in hits]
    return tuple(sorted(again, key=lambda hit: -hit.probability))


def _scaled(hits: Sequence[Hit], weights: Sequence[float]) -> tuple[Hit, ...]:
    before = sum(hit.probability for hit in hits)
    after = sum(hit.probability * weight for hit, weight in zip(hits, weights, strict=True))
    if after <= 0:
        return tuple(hits)
    scale = before / after
    again = [
        replace(hit, probability=min(1.0, hit.probability * weight * scale))
        for hit, weight in zip(hits, weights, strict=True)
    ]
    return tuple(sorted(again, key=lambda hit: -hit.probability))


def _may_say(hit: Hit, wanted: frozenset[Element], text: str) -> bool:
    if hit.kind is EntryKind.ITEM:
        return True
    if hit.text and any(
        not phrase(told).search(hit.text) for e, told in _TOLD_BY.items() if e in wanted
    ):
        return False  # 「打哪个电话」, and the answer names none
    name = normalise(hit.name)
    likest = max(alike(text, name), alike(text, hit.matched))
    return likest >= _LIKE_ENOUGH or bool(wanted & _asked_by(name))


@lru_cache(maxsize=4096)
def _asked_by(question: str) -> frozenset[Element]:
    return frozenset(elements_asked(question))
