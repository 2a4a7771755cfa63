"""One question with what was found, and the facts that the table decides by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dialogue.deciding.decisions import Told
from dialogue.deciding.elements import OVERVIEW
from dialogue.deciding.gain import OFFERED
from dialogue.deciding.guide_questions import alike, most_alike
from dialogue.deciding.guides import guides_of, is_in_force, nearest, of_situations, within
from dialogue.deciding.hits import WHOLE, is_for, names_another, without, without_item
from dialogue.deciding.situations import situations_of
from dialogue.findings import Findings
from dialogue.phrases import phrase
from dialogue.resolving import (
    Asked,
    Relation,
    situations_meant,
    without_mishaps,
    without_situations,
)
from dialogue.state import State
from dialogue.turn import Slots
from dialogue.understanding import matters_in, names_nothing
from dialogue.words import (
    asks_for_all,
    asks_for_something_else,
    asks_more_than_likewise,
    asks_what_it_requires,
    conditions_the_matter,
    left_over,
    without_likewise,
)
from kb.elements import Audience, Element
from kb.entries import EntryKind
from kb.records import Guide, Item
from retriever.element_rules import CLAUSE
from retriever.results import Hit
from retriever.tokens import normalise

_REPEATING = (Relation.CHOICE, Relation.BACK)
# What questions of their own are asked in the words of, as often as guides.
_ASKED_OF_QUESTIONS = frozenset({Element.CONDITIONS, Element.PROCEDURE, Element.FAQ})
# What 「还能办吗」 and 「要不要签字」 are heard as.
_OF_WHAT_HOLDS = frozenset({Element.CONDITIONS, Element.VISITS, Element.MATERIALS, Element.HOURS})
_LISTED = 8  # matters of a topic that are named
_LIKE_ENOUGH = 0.4  # Dice coefficient from which a question may be the one asked
_WORD_FOR_WORD = 0.75  # Dice coefficient from which it is the one asked, whatever else was found
_SHORT = 8  # characters of a question that goes on with the matter
_HARDLY = 0.5  # P(right) below which few words are rather about what is talked about
_OF_NOTHING = 0.2  # P(right) of the best hit of words that name nothing
_OF_ITS_OWN = 2  # characters that name another matter, whatever was found


@dataclass(frozen=True)
class Case:
    """A question, what the session remembers, and what was found."""

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
        if self.asked.relation is Relation.MAY_FOLLOW and self._takes_back:
            found = without_item(found, self.asked.slots.item)
        fits = [hit for hit in found if wanted is None or not self._is_for_others(hit, wanted)]
        if wanted is None or not any(h.probability >= self.findings.offer_at for h in fits):
            return found  # who applies was only guessed, and nothing found is for them
        return tuple(sorted(found, key=lambda hit: self._is_for_others(hit, wanted)))

    @property
    def _takes_back(self) -> bool:
        """「打错了，我要办的是离婚证」: what was talked about is not meant."""
        return phrase("misspoke").search(normalise(self.asked.understood.masked)) is not None

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
        if self._names_no_matter:
            return False
        if self.best is not None and self.best.item_code in dict(self.state.steps):
            # 「那销户口要带啥」, after a list in which that is a step.
            return self.best.probability >= self.findings.offer_at
        return self.best is not None and (
            self.best.probability >= self.findings.answer_at or self.is_said_so(self.best)
        )

    def is_said_so(self, hit: Hit) -> bool:
        """True where a hit is a question that stands in the base nearly word for word."""
        text = self.asked.search_text
        likest = max(alike(text, hit.name), alike(text, hit.matched))
        return hit.kind is EntryKind.FAQ and likest >= _WORD_FOR_WORD

    @cached_property
    def _names_no_matter(self) -> bool:
        """「那个事怎么弄」, 「证丢了」, and nothing was spoken of: whatever is found is chance."""
        words, understood = self.asked.search_text, self.asked.understood
        rest = without_mishaps(words)
        bare = understood.names_nothing or (rest != words and names_nothing(rest))
        return bare and self.asked.relation is Relation.NEW

    @cached_property
    def offered(self) -> tuple[Hit, ...]:
        """The hits that may be meant, as far as they are offered."""
        if self._names_no_matter and self.asked.search_text.strip():
            items = tuple(hit for hit in self.hits if hit.kind not in WHOLE)
            return (items or self.hits)[:OFFERED]
        near = (hit for hit in self.hits if hit.probability >= self.findings.offer_at)
        return tuple(near)[:OFFERED]

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

    @cached_property
    def continues(self) -> bool:
        """True where the item of the session is the one that is meant."""
        item, asked = self.asked.slots.item, self.asked
        if item is None or asked.relation is Relation.NEW:
            return False
        if asked.relation.keeps_item:
            return True
        words = asked.search_text
        another = names_another(words, self.hits, item, self.findings)
        holds = set(asked.understood.elements) <= _OF_WHAT_HOLDS
        if asks_what_it_requires(words) or (holds and conditions_the_matter(words) and not another):
            return True  # 「一定要公证吗」, 「那要是过期一年多了呢」
        told = tuple(t.guide.situation or "" for t in guides_of(self.findings, item))
        if asked.understood.ruled_out and self._situations_in(words, filter(None, told), item):
            return True  # 「我不是买房，是租房」
        tells = not asked.elements and not another and not phrase("wants").search(words)
        if tells and guides_of(self.findings, item):
            return True  # 「商贷的，不是公积金贷款」 tells how things are
        if self.best is not None and (self.is_sure or self.best.item_code == item):
            return self.best.item_code == item
        if another:
            return False
        if (
            not self.is_sure
            and self._asks_of_nothing_else(words)
            and guides_of(self.findings, item)
        ):
            return True  # 「交了六年社保，能领几个月」
        if most_alike(words, guides_of(self.findings, item)) is not None:
            return True
        names = [told.guide.situation or "" for told in guides_of(self.findings, item)]
        near = item in {hit.item_code for hit in self.findings.within[:1]}
        names_no_other = self.best is None or self.best.probability < _OF_NOTHING
        return near and (
            (len(words) <= _SHORT and names_no_other and self._names_little(words, item))
            or conditions_the_matter(words)
            or self._names_a_situation(words, tuple(filter(None, names)), item)
        )

    def _asks_of_nothing_else(self, words: str) -> bool:
        """True where every clause tells, or asks and names nothing; or words are few and hardly found."""
        if without_mishaps(words) != words:
            return False  # 「红本本丢了咋补」
        clauses = [match[0] for match in CLAUSE.finditer(words)]
        asking = [each for each in clauses if phrase("asks").search(each)]
        if asking and len(clauses) > len(asking):
            return all(map(names_nothing, asking)) and not matters_in(words)
        hardly = self.best is None or self.best.probability < _HARDLY
        return hardly and len(words) <= _SHORT and not matters_in(words)

    def _names_little(self, words: str, item: str, situations: Iterable[str] = ()) -> bool:
        """True where words hold next to nothing that the item or a situation is not called by."""
        known = set("".join(map(normalise, situations)))
        rest = left_over(words, self.findings.first(item))
        return sum(each not in known for each in rest) < _OF_ITS_OWN

    def _names_a_situation(self, words: str, names: tuple[str, ...], item: str) -> bool:
        """True where words are about a situation of the item, and hardly about another matter."""
        meant = self._situations_in(words, names, item)
        rest = without_situations(words)  # 「弄丢了」 is about 「遗失补领」
        return bool(meant) and self._names_little(rest, item, meant)

    def _situations_in(self, words: str, names: Iterable[str], item: str) -> tuple[str, ...]:
        first = self.findings.first(item)
        aliases = first.aliases if isinstance(first, Guide | Item) else ()
        ruled_out = self.asked.understood.ruled_out
        name = self.findings.name(item)
        return situations_meant(words, names, ruled_out, item=name, aliases=aliases)

    @cached_property
    def item(self) -> str | None:
        """The code of what is answered: an item, a question or a document."""
        if self.continues:
            return self.asked.slots.item
        return self.best.item_code if self.best is not None and self.is_sure else None

    @cached_property
    def hit(self) -> Hit | None:
        """The hit of what is answered."""
        found = (*self.hits, *self.findings.within)
        return next((hit for hit in found if hit.item_code == self.item), None)

    @cached_property
    def entry(self) -> Hit | None:
        """What is answered, where that is a question with its answer or a passage."""
        if self.item is None:
            return None
        found = self.hit or self.findings.entry(self.item)
        return found if found is not None and found.kind in WHOLE else None

    @cached_property
    def probability(self) -> float:
        """P(right) of what is answered; 1 for what the citizen chose."""
        return 1.0 if self.continues or self.hit is None else self.hit.probability

    @cached_property
    def name(self) -> str:
        """The name of what is answered."""
        return self.findings.name(self.item) if self.item is not None else ""

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """The other names of what is answered."""
        first = self.findings.first(self.item) if self.item is not None else None
        return first.aliases if isinstance(first, Guide | Item) else ()

    @cached_property
    def all_guides(self) -> tuple[Told, ...]:
        """Every guide of the item."""
        return guides_of(self.findings, self.item) if self.item is not None else ()

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
        if self.asks_for_something_else and (follows or self._asks_what_it_requires):
            return ()
        if Element.COMPLAINT_PHONE in self.asked.elements and phrase("about_complaints").search(
            self.name
        ):
            # 「拖欠工资去哪投诉」 asks where that is done, not how to complain about it.
            return (Element.PLACE, Element.PHONE)
        carried = self.asked.relation is Relation.MAY_FOLLOW and self.continues
        if self.asked.understood.elements or not carried or self.asks_for_something_else:
            return self.asked.elements
        if self.situations or not conditions_the_matter(self.asked.search_text):
            return self.state.elements
        # 「那要是过期一年多了呢」: whether it can be done at all stands in the conditions.
        return tuple(dict.fromkeys((Element.CONDITIONS, *self.state.elements)))

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """The elements that are told; an overview where none is asked for."""
        return self.wanted or OVERVIEW

    @cached_property
    def _asks_what_it_requires(self) -> bool:
        """「一定要公证吗」 is heard as documents, and asks for one thing alone."""
        words, elements = self.asked.search_text, set(self.asked.understood.elements)
        return self.continues and asks_what_it_requires(words) and elements <= _OF_WHAT_HOLDS

    @cached_property
    def asks_for_something_else(self) -> bool:
        """True where something is asked for that is no element of a guide."""
        asked = self.asked
        if self.item is None or asked.relation in _REPEATING:
            return False
        if self._asks_what_it_requires:
            return True
        if asked.understood.elements:
            return False
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
