"""One question with what was found, and the facts that the table decides by."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from dialogue.deciding.besides import asks_beside
from dialogue.deciding.continuing import OF_WHAT_HOLDS
from dialogue.deciding.decisions import Told
from dialogue.deciding.elements import OVERVIEW
from dialogue.deciding.guides import is_in_force, nearest, of_situations, within
from dialogue.deciding.hits import is_for
from dialogue.deciding.settled import Settled
from dialogue.deciding.situations import situations_of
from dialogue.phrases import phrase
from dialogue.resolving import Relation, situations_meant
from dialogue.turn import Slots
from dialogue.words import (
    asks_for_all,
    asks_for_something_else,
    asks_more_than_likewise,
    asks_what_it_requires,
    conditions_the_matter,
    likewise_noun,
    without_likewise,
)
from kb.elements import Audience, Element
from retriever.elements import without_asking
from retriever.tokens import normalise

_REPEATING = (Relation.CHOICE, Relation.BACK)


class Case(Settled):
    """A question, what is meant by it, and what is to be told of that."""

    @cached_property
    def situations(self) -> tuple[str, ...]:
        """The situations that may be meant; none where nothing tells them apart."""
        return situations_of(self)

    @cached_property
    def slots(self) -> Slots:
        """The slots once this is answered."""
        situation = self.situations[0] if len(self.situations) == 1 else None
        return replace(self.asked.slots, item=self.item, situation=situation)

    @cached_property
    def stay(self) -> Slots:
        """The slots where no item is settled."""
        return replace(self.asked.slots, item=None, situation=None)

    @cached_property
    def of_situation(self) -> tuple[Told, ...]:
        """The guides of the item for the situation that is meant, in force or not."""
        return self._for_the_applicant(of_situations(self.all_guides, self.situations))

    def _for_the_applicant(self, guides: tuple[Told, ...]) -> tuple[Told, ...]:
        wanted = self.asked.slots.audience
        if wanted is None:
            return guides
        return tuple(t for t in guides if is_for(t.guide, Audience(wanted))) or guides

    @cached_property
    def here(self) -> tuple[Told, ...]:
        """Of those the nearest by; empty where that depends on the district."""
        return nearest(self.of_situation, self.asked.slots.region, self.findings)

    @cached_property
    def fitting(self) -> tuple[Told, ...]:
        """All guides, in force, out of which this may have to be answered."""
        near = self._in_force(self.here)
        if near or self.is_outdated:
            return near or self._in_force(self.outer)
        return self._in_force(within(self.of_situation, self.asked.slots.region, self.findings))

    @cached_property
    def is_outdated(self) -> bool:
        """True where the guides near by are not in force."""
        return bool(self.here) and not self._in_force(self.here)

    @cached_property
    def outer(self) -> tuple[Told, ...]:
        """The guides of a region around, where those near by have expired."""
        valid = self._in_force(self.of_situation)
        return nearest(valid, self.asked.slots.region, self.findings)

    def _in_force(self, guides: Sequence[Told]) -> tuple[Told, ...]:
        return tuple(each for each in guides if is_in_force(each.guide, self.findings.today))

    @cached_property
    def wanted(self) -> tuple[Element, ...]:
        """The elements that are asked for, or were before where only the situation is new."""
        follows = self.asked.relation is Relation.FOLLOWS
        if self._only_the_situation_is_new:
            return self.state.elements
        plainly_not = follows or self._asks_what_it_requires or self._asks_beside
        if self.asks_for_something_else and plainly_not:
            return ()
        if Element.COMPLAINT_PHONE in self.asked.elements and phrase("about_complaints").search(
            self.name
        ):
            # 「拖欠工资去哪投诉」 asks where that is done, not how to complain about it.
            return (Element.PLACE, Element.PHONE)
        if (as_before := self._asked_as_before) is not None:
            return as_before
        carried = self.asked.relation is Relation.MAY_FOLLOW and self.continues
        if self.asked.understood.elements or not carried or self.asks_for_something_else:
            return self.asked.elements
        if self.situations or not conditions_the_matter(self.asked.search_text):
            return self.state.elements
        # 「那要是过期一年多了呢」: whether it can be done at all stands in the conditions; the rest was
        # told just now, and of the same situation.
        holds = any(Element.CONDITIONS in told.guide.elements for told in self.fitting)
        return (Element.CONDITIONS,) if holds else self.state.elements

    @cached_property
    def _asked_as_before(self) -> tuple[Element, ...] | None:
        """What was asked before, of another matter whose name ends like asking for an element.

        「再问下居住证变更地址呢」 asks for no place, and 「再问下就医申请流程呢」 for more than a procedure
        where the guide has none.
        """
        noun, before = likewise_noun(self.asked.search_text), self.state.elements
        if not noun or not before or self.continues or self.asked.relation in _REPEATING:
            return None
        if any(noun in normalise(each) for each in (self.name, *self.aliases)):
            return before
        asked = self.asked.elements
        lacks = self.all_guides and not any(
            e in t.guide.elements for t in self.all_guides for e in asked
        )
        return tuple(dict.fromkeys((*asked, *before))) if lacks else None

    @cached_property
    def adds_nothing(self) -> bool:
        """True where something is told of the matter that changes nothing of what was answered."""
        asked, before = self.asked, self.state.slots
        return (
            asked.relation is Relation.MAY_FOLLOW
            and self.continues
            and not asked.understood.elements
            and not self.asks_for_something_else
            and self.wanted == self.state.elements
            and (self.slots.situation, self.slots.region) == (before.situation, before.region)
        )

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """The elements that are told; an overview where none is asked for."""
        return self.wanted or OVERVIEW

    @cached_property
    def _only_the_situation_is_new(self) -> bool:
        """「要是损坏异地换领呢」 asks the same of another situation, whatever else it is like."""
        words = self.asked.search_text
        plainly = phrase("likewise_end").search(words) and not phrase("asks_itself").search(words)
        return (
            bool(plainly and self.state.elements)
            and self.continues
            and without_asking(words) == words
            and bool(situations_meant(words, self.situations, item=self.name, aliases=self.aliases))
        )

    @cached_property
    def _asks_what_it_requires(self) -> bool:
        """「一定要公证吗」 is heard as documents, and asks for one thing alone."""
        words, elements = self.asked.search_text, set(self.asked.understood.elements)
        return self.continues and asks_what_it_requires(words) and elements <= OF_WHAT_HOLDS

    @cached_property
    def _asks_beside(self) -> bool:
        """「门口想放两张桌子行吗」, of which the conditions say nothing."""
        asked = self.asked
        follows = asked.relation.follows or asked.assumed is not None
        new_situation = set(self.situations) - {self.state.slots.situation}
        if not (follows and self.continues) or new_situation or asked.day is not None:
            return False
        words, elements = asked.understood.search_text, asked.understood.elements
        if Element.CONDITIONS in elements and conditions_the_matter(words):
            return False  # 「那要是过期一年多了呢」: whether it can be done at all stands there
        return asks_beside(words, elements, self.all_guides)

    @cached_property
    def asks_for_something_else(self) -> bool:
        """True where something is asked for that is no element of a guide."""
        asked = self.asked
        if self.item is None or (asked.relation in _REPEATING and asked.assumed is None):
            return False
        if self._asks_what_it_requires:
            return True
        if asked.understood.elements:
            return self._asks_beside
        if asked.relation is Relation.FOLLOWS:
            is_plain = asked.understood.signal is None and asked.day is None and not asked.fixed
            return is_plain and asks_more_than_likewise(asked.understood.search_text)
        if asked.elements or asks_for_all(asked.search_text):
            return False  # 「那换护照呢」, 「都要办些什么」
        if self.continues and set(self.situations) - {self.state.slots.situation}:
            return False  # 「外地户口的老人呢」: what is new is the situation
        first = self.findings.first(self.item)
        words = self.asked.search_text
        if not self.continues:
            words = without_likewise(words)  # 「那换护照呢」 names another item in other words
        return asks_for_something_else(words, first)
