"""A question, what the session remembers, and what of all that was found may be meant."""

from dataclasses import dataclass
from functools import cached_property

from dialogue.deciding.contesting import rivals
from dialogue.deciding.gain import OFFERED
from dialogue.deciding.guide_questions import alike
from dialogue.deciding.hits import (
    WHOLE,
    is_for,
    is_named_alone,
    rather,
    without,
    without_item,
)
from dialogue.findings import Findings
from dialogue.phrases import phrase
from dialogue.resolving import Asked, Relation, situations_meant, without_mishaps
from dialogue.state import State
from dialogue.understanding import names_nothing
from kb.elements import Audience, Element
from kb.entries import EntryKind
from retriever.results import Hit
from retriever.tokens import normalise

# What questions of their own are asked in the words of, as often as guides.
_ASKED_OF_QUESTIONS = frozenset(
    {Element.CONDITIONS, Element.PROCEDURE, Element.FAQ, Element.AGENCY}
)
_LISTED = 8  # matters of a topic that are named
_LIKE_ENOUGH = 0.4  # Dice coefficient from which a question may be the one asked
_WORD_FOR_WORD = 0.75  # Dice coefficient from which it is the one asked, whatever else was found


@dataclass(frozen=True)
class Found:
    """A question, what the session remembers, and the hits as far as they may be meant."""

    asked: Asked
    state: State
    findings: Findings

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """What was found, those that are not for the citizen's kind of applicant last."""
        wanted, found = self.asked.slots.audience, self.findings.hits
        if self.asked.relation is Relation.MAY_FOLLOW and self.asked.carried:
            found = without(found, [hit for hit in found if hit.kind in WHOLE])
        elif set(self.asked.elements) - _ASKED_OF_QUESTIONS:
            found = without(found, [hit for hit in found if self._is_another_question(hit)])
        if self.asked.relation is Relation.MAY_FOLLOW and self._takes_back_the_item:
            found = without_item(found, self.asked.slots.item)
        offer_at, answer_at = self.findings.offer_at, self.findings.answer_at
        found = rather(found, dict(self.state.steps), offer_at=offer_at, answer_at=answer_at)
        fits = [hit for hit in found if wanted is None or not self._is_for_others(hit, wanted)]
        if wanted is None or not any(h.probability >= self.findings.offer_at for h in fits):
            return found  # who applies was only guessed, and nothing found is for them
        return tuple(sorted(found, key=lambda hit: self._is_for_others(hit, wanted)))

    @property
    def _takes_back_the_item(self) -> bool:
        """「打错了，我要办的是离婚证」: what was talked about is not meant.

        「说错了，是出国定居注销户口」, after a death, takes back the situation alone.
        """
        if not phrase("misspoke").search(normalise(self.asked.understood.masked)):
            return False
        item, before = self.asked.slots.item, self.asked.slots.situation
        guides = self.findings.guides(item) if item is not None else ()
        others = [g.situation for _, g in guides if g.situation and g.situation != before]
        first = self.findings.hits[0] if self.findings.hits else None
        surely = first is not None and first.probability >= self.findings.answer_at
        is_found = surely and first is not None and first.item_code == item
        name = self.findings.name(item) if item is not None else ""
        return not (is_found and situations_meant(self.asked.search_text, others, item=name))

    def _is_another_question(self, hit: Hit) -> bool:
        """True where an element is asked for, and a question or passage speaks of another thing."""
        text = self.asked.search_text
        likest = max(alike(text, hit.name), alike(text, hit.matched))
        return hit.kind in (EntryKind.FAQ, EntryKind.PASSAGE) and likest < _LIKE_ENOUGH

    def _is_for_others(self, hit: Hit, wanted: str) -> bool:
        guides = [guide for _, guide in self.findings.guides(hit.item_code)]
        return bool(guides) and not any(is_for(guide, Audience(wanted)) for guide in guides)

    @cached_property
    def best(self) -> Hit | None:
        """The surest hit."""
        return self.hits[0] if self.hits else None

    @cached_property
    def is_sure(self) -> bool:
        """True where the surest hit is sure enough to be answered from."""
        if self.names_nothing or self._names_a_mishap:
            return False
        if self.best is not None and self.best.item_code in dict(self.state.steps):
            # 「那销户口要带啥」, after a list in which that is a step.
            return self.best.probability >= self.findings.offer_at
        return self.best is not None and (
            self.best.probability >= self.findings.answer_at
            or self.is_said_so(self.best)
            or is_named_alone(self.asked.search_text, self.hits, self.findings)
        )

    @cached_property
    def is_surely_another(self) -> bool:
        """True where it is one of what was found, whichever, and hardly the item of the session."""
        others = [hit for hit in self.hits if hit.item_code != self.state.slots.item]
        likely = (hit.probability for hit in others if hit.probability >= self.findings.offer_at)
        return sum(likely) >= self.findings.answer_at

    def is_said_so(self, hit: Hit) -> bool:
        """True where a hit is a question that stands in the base nearly word for word."""
        text = self.asked.search_text
        likest = max(alike(text, hit.name), alike(text, hit.matched))
        return hit.kind is EntryKind.FAQ and likest >= _WORD_FOR_WORD

    @cached_property
    def names_nothing(self) -> bool:
        """「那个事怎么弄」, and nothing was spoken of: there is nothing to search for."""
        return self.asked.understood.names_nothing and self.asked.relation is Relation.NEW

    @cached_property
    def _names_a_mishap(self) -> bool:
        """「证丢了」, and nothing was spoken of: whatever can be lost is found by chance."""
        words = self.asked.search_text
        rest = without_mishaps(words)
        return rest != words and names_nothing(rest) and self.asked.relation is Relation.NEW

    @cached_property
    def offered(self) -> tuple[Hit, ...]:
        """The hits that may be meant, as far as they are offered."""
        if self.names_nothing:
            return ()
        if self._names_a_mishap:
            items = tuple(hit for hit in self.hits if hit.kind not in WHOLE)
            return (items or self.hits)[:OFFERED]
        near = (
            hit
            for hit in self.hits
            if hit.probability >= self.findings.offer_at or hit in self.rivals
        )
        return tuple(near)[:OFFERED]

    @cached_property
    def rivals(self) -> tuple[Hit, ...]:
        """Items that may be meant as well as the surest one, for all that was said."""
        if self.best is None or not self.is_sure or self.best.item_code in dict(self.state.steps):
            return ()
        return rivals(self.asked.search_text, self.hits, self.findings)

    @cached_property
    def besides(self) -> tuple[Hit, ...]:
        """What else there is to get of the same agency, where that is asked: 「有没有别的补助」."""
        item = self.asked.slots.item
        if item is None or not self.asked.asks_for_others:
            return ()
        whose = self._agencies(item)
        benefits = (
            hit
            for hit in self.findings.within
            if hit.item_code != item
            and phrase("benefits").search(hit.name)
            and whose & self._agencies(hit.item_code)
        )
        return tuple(benefits)[:OFFERED]

    def _agencies(self, item: str) -> set[str | None]:
        return {guide.agency for _, guide in self.findings.guides(item)}

    @cached_property
    def listed(self) -> tuple[Hit, ...]:
        """The matters of a topic, where all of them are asked for."""
        topic = self.asked.understood.topic
        if topic is None:
            return ()
        matters = [
            h for h in self.findings.hits if h.kind in (EntryKind.ITEM, EntryKind.LIFE_EVENT)
        ]
        named = (h for h in matters if topic in normalise(h.name + h.matched))
        return tuple(named)[:_LISTED]
