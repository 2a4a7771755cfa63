"""One question with what was found, and the facts that the table decides by."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dialogue.deciding.decisions import Told
from dialogue.deciding.elements import OVERVIEW
from dialogue.deciding.gain import OFFERED
from dialogue.deciding.guide_questions import alike, most_alike, pairs_of
from dialogue.deciding.guides import guides_of, is_in_force, nearest, of_situations, within
from dialogue.findings import Findings
from dialogue.resolving import (
    Asked,
    Relation,
    situations_meant,
    things_befallen,
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
    called,
    conditions_the_matter,
    left_over,
    names_of,
    speaks_of_somebody,
    without_likewise,
)
from kb.elements import Audience, Audiences, Element
from kb.entries import EntryKind
from kb.records import Guide, Item
from retriever.results import Hit
from retriever.tokens import normalise

_IS_COMPLAINT = re.compile("投诉|举报|维权")
_REPEATING = (Relation.CHOICE, Relation.BACK)
WHOLE = (EntryKind.FAQ, EntryKind.PASSAGE, EntryKind.LIFE_EVENT)
"""Answered as they stand: no element is chosen out of them."""
# What questions of their own are asked in the words of, as often as guides.
_ASKED_OF_QUESTIONS = frozenset({Element.CONDITIONS, Element.PROCEDURE, Element.FAQ})
# What 「还能办吗」 and 「要不要签字」 are heard as.
_OF_WHAT_HOLDS = frozenset({Element.CONDITIONS, Element.VISITS, Element.MATERIALS, Element.HOURS})
_LIKE_ENOUGH = 0.4  # Dice coefficient from which a question may be the one asked
_SHORT = 8  # characters of a question that goes on with the matter
_OF_NOTHING = 0.2  # P(right) of the best hit of words that name nothing
_OF_ITS_OWN = 2  # characters that name another matter, whatever was found
_NAME = 2  # characters of a name that is not said by chance
_PLAINLY = 2  # points of a situation that words of earlier turns are about
_NEARLY = 0.5  # Dice coefficient of pairs of characters


def with_region(asked: Asked, findings: Findings) -> Asked:
    """Of the regions that a name can mean, the one in line with what was said before."""
    known, lines = asked.slots.region, findings.regions.line
    if known is None:
        return asked
    named = asked.understood.regions
    around = [code for code in named if known in lines(code) or code in lines(known)]
    if len(named) < 2 or len(around) != 1:  # noqa: PLR2004 - one alone is settled already
        return asked
    return replace(asked, slots=replace(asked.slots, region=around[0]))


def _without(hits: tuple[Hit, ...], others: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits without some that cannot be meant; P(right) is given that none of those is.

    Where the surest is none of them, or no item would be left, all stay as they are.
    """
    left = 1.0 - sum(hit.probability for hit in others)
    kept = [hit for hit in hits if hit not in others]
    if (
        not others
        or hits[0] not in others
        or left <= 0
        or not any(hit.kind not in WHOLE for hit in kept)
    ):
        return hits
    return tuple(replace(hit, probability=min(1.0, hit.probability / left)) for hit in kept)


def names_another(words: str, hits: Sequence[Hit], item: str, findings: Findings) -> bool:
    """Whether words hold the name of something that was found and is not the present item.

    「他还有高龄津贴，要不要停」 speaks of the same person, and of another matter.
    """
    own = names_of(findings.first(item))
    befallen = things_befallen(words)
    if any(m not in befallen and not any(m in n for n in own) for m in matters_in(words)):
        return True
    for hit in hits:
        for name in called(findings.first(hit.item_code)):
            if hit.item_code != item and len(name) >= _NAME and name in words:
                return not any(name in each for each in own)
    return False


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
            found = _without(found, [hit for hit in found if hit.kind in WHOLE])
        elif set(self.asked.elements) - _ASKED_OF_QUESTIONS:
            found = _without(found, [hit for hit in found if self._is_another_question(hit)])
        if wanted is None:
            return found
        return tuple(sorted(found, key=lambda hit: self._is_for_others(hit, wanted)))

    def _is_another_question(self, hit: Hit) -> bool:
        """True where an element is asked for, and a question or passage speaks of another thing."""
        text = self.asked.search_text
        likest = max(alike(text, hit.name), alike(text, hit.matched))
        return hit.kind in (EntryKind.FAQ, EntryKind.PASSAGE) and likest < _LIKE_ENOUGH

    def _is_for_others(self, hit: Hit, wanted: str) -> bool:
        guides = [guide for _, guide in self.findings.guides(hit.item_code)]
        return bool(guides) and not any(_is_for(guide, Audience(wanted)) for guide in guides)

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
        return self.best is not None and self.best.probability >= self.findings.answer_at

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
        if self.best is not None and (self.is_sure or self.best.item_code == item):
            return self.best.item_code == item
        if another:
            return False
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
        names = tuple(
            dict.fromkeys(t.guide.situation for t in self.all_guides if t.guide.situation)
        )
        asked, known = self.asked, self.asked.slots.situation
        chosen = asked.relation is Relation.CHOICE or "situation" in asked.fixed
        if chosen and known is not None and known in names:
            return (known,)
        ruled_out = asked.understood.ruled_out
        if meant := situations_meant(
            asked.search_text, names, ruled_out, item=self.name, aliases=self.aliases
        ):
            return (known,) if known in meant and self.continues else meant
        if self.continues and known in situations_meant("".join(ruled_out), names):
            known = None
        if theirs := self._of_applicant(names, known):
            return theirs
        likely = self.hit.situation if self.hit and self._is_nearly_said(self.hit) else None
        for each in (known, likely) if self.continues else (likely, known):
            if each is not None and each in names:
                return (each,)
        if self.state.slots.item in (None, self.item):
            # 「他在家里走的」, and two turns later 「死亡证明去哪开」.
            told = " ".join(map(normalise, self.state.story))
            before = situations_meant(
                told, names, item=self.name, aliases=self.aliases, at_least=_PLAINLY
            )
            if len(before) == 1:
                return before
        if step := self._as_a_step(names):
            return step
        if asked.carried and known is not None:
            # 「那身份证呢」, after a booklet was lost: the same has befallen it.
            like = situations_meant(normalise(known), names, at_least=_PLAINLY)
            if len(like) == 1:
                return like
        if speaks_of_somebody(asked.search_text):
            # 「他的公积金能取吗」, after somebody has died.
            before = situations_meant(" ".join(map(normalise, self.state.words)), names)
            return before if len(before) == 1 else ()
        return ()

    def _as_a_step(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The situation in which a life event that was told has it: 公积金提取（继承人提取）."""
        label = next((label for code, label in self.state.steps if code == self.item), "")
        told = [each for each in names if each in label]
        return (max(told, key=len),) if told else ()

    def _of_applicant(self, names: tuple[str, ...], known: str | None) -> tuple[str, ...]:
        """The situations for the citizen's kind of applicant, where others are for another kind."""
        wanted = self.asked.slots.audience
        if wanted is None:
            return ()
        fits = {t.guide.situation for t in self.all_guides if _is_for(t.guide, Audience(wanted))}
        theirs = tuple(each for each in names if each in fits)
        return theirs if 0 < len(theirs) < len(names) and known not in theirs else ()

    def _is_nearly_said(self, hit: Hit) -> bool:
        """True where the words are nearly those of the base that speak of one situation alone."""
        words = self.asked.search_text
        others = (t.guide for t in self.all_guides if t.guide.situation != hit.situation)
        of_others = {
            pair
            for guide in others
            for text in (guide.name, *guide.aliases, *guide.sample_questions)
            for pair in pairs_of(text)
        }
        own = pairs_of(hit.matched) - of_others
        return alike(words, hit.matched) >= _NEARLY and bool(own & pairs_of(words))

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
        return of_situations(self.all_guides, self.situations)

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
        if Element.COMPLAINT_PHONE in self.asked.elements and _IS_COMPLAINT.search(self.name):
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


def _is_for(guide: Guide, wanted: Audience) -> bool:
    """Whether a guide is for a kind of applicant; one that does not say is for all."""
    value = guide.elements.get(Element.AUDIENCE)
    kinds = value.kinds if isinstance(value, Audiences) else ()
    return not kinds or wanted in kinds
