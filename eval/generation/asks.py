"""What can be asked of a base with a known answer: guide, element, situation and region."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from eval.generation.base import Published
from eval.generation.words import seeded
from kb.elements import Element, Materials, Value
from kb.records import Guide

ANSWERED, UNANSWERABLE = "answered", "unanswerable"
_INHERITED, _UNTOLD, _GIVEN = 0.2, 0.25, 0.35  # shares of the ways in which a region is told


class Told(StrEnum):
    """How the region of a question is known."""

    SAID = "said"  # named in the question
    GIVEN = "given"  # by the session, not by the words
    NONE = "none"  # not at all: the item has guides in one region only


class Lack(StrEnum):
    """Why a question cannot be answered."""

    ABSENT = "absent"  # the guides of the item lack the element
    NAME_ONLY = "name_only"  # the item has no guides
    UNKNOWN = "unknown"  # there is no such item
    ELSEWHERE = "elsewhere"  # another city than the base's
    EXPIRED = "expired"  # every guide of it here is out of date, or not in force yet


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One thing that can be asked, before it is put into words."""

    element: Element
    code: str = ""  # empty for an item that the base does not know
    name: str
    region: str | None = None
    told: Told = Told.NONE
    inherited: bool = False  # a district without a guide of its own: the city's counts
    situation: str | None = None
    must_say_situation: bool = False
    situations: tuple[str, ...] = ()  # all that the item has here
    answer: tuple[str, ...] = ()
    lack: Lack | None = None
    city: str | None = None  # named instead of a region of the base
    agency: str | None = None
    item_type: str | None = None

    @property
    def is_only_situation(self) -> bool:
        """Whether the item has no other situation here, so that it need not be said."""
        return len(self.situations) <= 1

    @property
    def expect(self) -> str:
        """The status group that a right reply has."""
        return UNANSWERABLE if self.lack else ANSWERED

    @property
    def gold(self) -> tuple[str, ...]:
        """The item code, where finding the item is right although the answer is lacking."""
        return (self.code,) if self.code and self.lack is not Lack.ELSEWHERE else ()

    @cached_property
    def mark(self) -> str:
        """What chance is seeded by."""
        return f"{self.code}|{self.name}|{self.element}|{self.region}|{self.situation}|{self.city}"


def answer_of(value: Value) -> tuple[str, ...]:
    """What must appear in a reply: the stored text, or each document of a list."""
    if isinstance(value, Materials) and value.items:
        names = tuple(dict.fromkeys(item.name for item in value.items))
        if all(name in value.text for name in names):
            return names
    return (value.text,)


def answerable(base: Published, inside: frozenset[str] | None, seed: int) -> Iterator[Ask]:
    """Everything that has one answer: each element of each guide, asked for where it counts.

    Args:
        base: what is published.
        inside: only guides of these regions; None for all.
        seed: decides from which district, and in which way told, a guide is asked for.
    """
    for code in base.codes:
        guides = base.guides(code)
        regions = {guide.region for guide in guides}
        for guide in guides:
            if not base.in_force(guide) or (inside is not None and guide.region not in inside):
                continue
            here = tuple(g for g in guides if g.region == guide.region)
            yield from _of_guide(base, guide, here, len(regions) == 1, seed)


def _of_guide(
    base: Published, guide: Guide, here: tuple[Guide, ...], only_region: bool, seed: int
) -> Iterator[Ask]:
    same = [g for g in here if g.situation == guide.situation]
    situations = {g.situation for g in here}
    below = _districts_without(base, guide)
    random = seeded(seed, "where", *guide.key)
    for element, value in guide.elements.items():
        answer = answer_of(value)
        if same[0] is not guide or any(_answer(g, element) != answer for g in same):
            continue  # two agencies that say different things: no one answer is right
        differs = any(_answer(g, element) != answer for g in here)
        if differs and guide.situation is None:
            continue  # beside others that have one, it cannot be said which is meant
        region, told, inherited = guide.region, Told.NONE, False
        if region is not None and not (only_region and random.random() < _UNTOLD):
            told = Told.GIVEN if random.random() < _GIVEN else Told.SAID
            if below and random.random() < _INHERITED:
                region, inherited = random.choice(below), True
        yield Ask(
            element=element,
            code=guide.item_code,
            name=guide.name,
            region=None if told is Told.NONE else region,
            told=told,
            inherited=inherited,
            situation=guide.situation,
            must_say_situation=len(situations) > 1 and (differs or random.random() < 1 / 2),
            situations=tuple(sorted(each for each in situations if each)),
            answer=answer,
            agency=guide.agency,
            item_type=guide.item_type,
        )


def asked_at(
    base: Published, code: str, element: Element, *, region: str | None, situation: str | None
) -> Ask | None:
    """An element of an item asked for in a region, where there is just one answer to it.

    Args:
        base: what is published.
        code: the item.
        element: what is asked for.
        region: where; the nearest guides count.
        situation: the citizen's; None where it was not said: then all must say the same.
    """
    nearest = base.nearest(code, region)
    if not nearest and region is None and len({g.region for g in base.guides(code)}) == 1:
        nearest = base.guides(code)  # there is no need to say where
    here = tuple(guide for guide in nearest if base.in_force(guide))
    meant = [guide for guide in here if situation is None or guide.situation == situation]
    answers = {_answer(guide, element) for guide in meant}
    answer = next(iter(answers)) if len(answers) == 1 else None
    if answer is None or len(here) < len(nearest):
        return None
    return Ask(
        element=element,
        code=code,
        name=meant[0].name,
        region=region,
        told=Told.NONE if region is None else Told.SAID,
        inherited=region is not None and meant[0].region != region,
        situation=situation,
        situations=tuple(sorted({guide.situation for guide in here if guide.situation})),
        answer=answer,
        agency=meant[0].agency,
        item_type=meant[0].item_type,
    )


def _answer(guide: Guide, element: Element) -> tuple[str, ...] | None:
    value = guide.elements.get(element)
    return None if value is None else answer_of(value)


def _districts_without(base: Published, guide: Guide) -> tuple[str, ...]:
    """The regions below a guide's own for which it is the nearest guide of its item."""
    if guide.region is None:
        return ()
    return tuple(
        code
        for code in base.regions.subtree(guide.region)[1:]
        if base.nearest(guide.item_code, code)[0].region == guide.region
    )


def by_element(asks: Iterator[Ask]) -> dict[Element, list[Ask]]:
    """The same, grouped by what is asked for, in the order of `Element`."""
    found: dict[Element, list[Ask]] = defaultdict(list)
    for ask in asks:
        found[ask.element].append(ask)
    return {element: found[element] for element in Element if element in found}
