"""Threads: an opening and what is asked on, without saying again what was said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from eval.cases import Case, Part
from eval.generation.asks import Ask, Told, asked_at
from eval.generation.base import Published
from eval.generation.composing import Register, compose, spoken_region
from eval.generation.naming import everyday_name
from eval.generation.short_forms import Shape
from eval.generation.situations import spoken_situation
from eval.generation.utterance import Role, Utterance
from eval.generation.words import words
from kb.elements import Element

_LONGEST = 5  # turns
_OPENED_PLAINLY = 0.35  # share of threads that begin without asking for anything
_TRIED = 12  # things tried before a step is given up


class Step(StrEnum):
    """What a turn of a thread changes (tag `turn:<name>`)."""

    ELEMENT = "element"
    REGION = "region"
    REGION_AND_ELEMENT = "region_and_element"
    SITUATION = "situation"
    CORRECTION = "correction"
    ITEM = "item"
    BACK = "back"  # to the matter before the last one


@dataclass(frozen=True, kw_only=True)
class _State:
    """What is known after a turn."""

    ask: Ask
    before: Ask | None = None  # of the matter before
    asks: bool = True  # an element was asked for, and goes on being asked for

    def part(self) -> Part:
        """What the citizen means by the turn."""
        return Part(
            gold=(self.ask.code,),
            element=self.ask.element if self.asks else None,
            region=self.ask.region,
            situation=self.ask.situation,
        )


def thread(base: Published, ask: Ask, random: Random) -> Case | None:
    """A thread that begins with an ask; None where nothing can be asked on.

    The last turn is what is judged; the turns before it are as the citizen wrote them.
    """
    opened = _opening(base, ask, random)
    if opened is None:
        return None
    text, state = opened
    turns, states, done = [text], [state], [""]
    wanted = random.randint(2, _LONGEST)
    while len(turns) < wanted:
        last = len(turns) == wanted - 1
        took = _step(base, state, random, asking=last and not state.asks)
        if took is None:
            break
        step, said, state = took
        turns.append(said)
        states.append(state)
        done.append(step)
    if len(turns) == 1 or not state.asks:
        return None
    now = state.ask
    return Case(
        id="",
        turns=tuple(turns),
        gold=(now.code,),
        element=now.element,
        region=now.region,
        situation=now.situation,
        answer=now.answer,
        expect=now.expect,
        meant=tuple(each.part() for each in states[:-1]),
        tags=(f"turn:{done[-1]}", f"turns:{len(turns)}", "kind:everyday", f"region:{now.told}"),
    )


def _opening(base: Published, ask: Ask, random: Random) -> tuple[str, _State] | None:
    """The first message, and what is known after it: the region is always said, not given."""
    told = Told.NONE if ask.region is None else Told.SAID
    said = replace(ask, told=told, must_say_situation=not ask.is_only_situation)
    templates = None
    if random.random() < _OPENED_PLAINLY:
        templates = [text for ways in words("follow_ups")["opening"].values() for text in ways]
    utterance = compose(base, said, Register.EVERYDAY, random, templates=templates)
    if utterance is None or base.names.called(utterance.said(Role.ITEM), but=ask.code):
        return None
    if not names_only(base, ask, utterance):
        return None
    knows = utterance.name.situation is not None or utterance.name.tells_situation
    situation = ask.situation if knows or ask.is_only_situation else None
    known = asked_at(base, ask.code, ask.element, region=ask.region, situation=situation)
    if known is None:
        return None
    return utterance.text.rstrip("，"), _State(ask=known, asks=templates is None)


def names_only(base: Published, ask: Ask, utterance: Utterance) -> bool:
    """Whether no other region is named than the one meant."""
    own = base.regions_named(ask.name) | base.regions_named(utterance.name.text)
    meant = frozenset(base.line(ask.region)) if ask.region else frozenset[str | None]()
    return base.regions_named(utterance.text) <= own | meant


def _step(
    base: Published, state: _State, random: Random, *, asking: bool = False
) -> tuple[Step, str, _State] | None:
    """One of the steps that can be taken from here, in words; `asking`: for an element."""
    ways: dict[Step, Callable[[], tuple[str, _State] | None]] = {
        Step.ELEMENT: lambda: _other_element(base, state, random),
        Step.REGION: lambda: _other_region(base, state, random, asking=False),
        Step.REGION_AND_ELEMENT: lambda: _other_region(base, state, random, asking=True),
        Step.SITUATION: lambda: _other_situation(base, state, random, "situation"),
        Step.CORRECTION: lambda: _other_situation(base, state, random, "correction"),
        Step.ITEM: lambda: _other_item(base, state, random),
        Step.BACK: lambda: _back(base, state, random),
    }
    for step in random.sample(list(Step), len(Step)):
        if asking and step not in (Step.ELEMENT, Step.REGION_AND_ELEMENT):
            continue
        if (took := ways[step]()) is not None:
            return step, *took
    return None


def asking(element: Element, random: Random) -> str:
    """The element asked for, the matter being known."""
    return str(random.choice(words("follow_ups")["ask"][element]))


def other_elements(base: Published, ask: Ask, random: Random) -> Iterator[Ask]:
    """Other elements of the same guide that have one answer, in any order."""
    for element in random.sample(list(Element), len(Element)):
        if element is not ask.element:
            at = {"region": ask.region, "situation": ask.situation}
            if (found := asked_at(base, ask.code, element, **at)) is not None:
                yield found


def _other_element(base: Published, state: _State, random: Random) -> tuple[str, _State] | None:
    found = next(other_elements(base, state.ask, random), None)
    if found is None:
        return None
    return asking(found.element, random), replace(state, ask=found, asks=True)


def _other_region(
    base: Published, state: _State, random: Random, *, asking: bool
) -> tuple[str, _State] | None:
    ask = state.ask
    regions = [region.code for region in base.regions if region.code != ask.region]
    for region in random.sample(regions, min(_TRIED, len(regions))):
        found = asked_at(base, ask.code, ask.element, region=region, situation=ask.situation)
        if found is None or found.answer == ask.answer:
            continue
        if asking:
            found = next(other_elements(base, found, random), found)
        said = spoken_region(base, found, Register.EVERYDAY, random, short=True)
        if said is None:
            continue
        table = words("follow_ups")
        template = random.choice(table["steps"]["region_asking" if asking else "region"])
        ask_again = random.choice(table["ask"][found.element])
        now = replace(state, ask=found, asks=state.asks or asking)
        return template.format(r=said, ask=ask_again), now
    return None


def _other_situation(
    base: Published, state: _State, random: Random, kind: str
) -> tuple[str, _State] | None:
    ask = state.ask
    others = [each for each in ask.situations if each != ask.situation]
    if ask.situation is None:
        return None
    for situation in random.sample(others, len(others)):
        found = asked_at(base, ask.code, ask.element, region=ask.region, situation=situation)
        if found is not None:
            said = spoken_situation(found, random)
            template = random.choice(words("follow_ups")["steps"][kind])
            return template.format(s=said), replace(state, ask=found)
    return None


def _other_item(base: Published, state: _State, random: Random) -> tuple[str, _State] | None:
    """The same asked of another matter, which has one answer whatever the situation."""
    for code in random.sample(base.codes, min(_TRIED, len(base.codes))):
        if code == state.ask.code or not base.guides(code):
            continue
        if (code in base.paraphrases) is not (state.ask.code in base.paraphrases):
            continue  # figures of the two are told apart
        found = asked_at(base, code, state.ask.element, region=state.ask.region, situation=None)
        name = everyday_name(base, found, random) if found else None
        if found is None or name is None or name.shape is Shape.CLAUSE:
            continue
        if base.names.called(name.text, but=code) or base.regions_named(name.text):
            continue
        template = random.choice(words("follow_ups")["steps"]["item"])
        said = template.format(item=name.text)
        return said, replace(state, ask=found, before=state.ask)
    return None


def _back(base: Published, state: _State, random: Random) -> tuple[str, _State] | None:
    if state.before is None:
        return None
    before = replace(state.before, region=state.ask.region)
    found = next(other_elements(base, before, random), None)
    if found is None:
        return None
    template = random.choice(words("follow_ups")["steps"]["back"])
    said = template.format(ask=asking(found.element, random))
    return said, _State(ask=found, before=state.ask)
