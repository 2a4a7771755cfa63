"""Resolving a question against what the session remembers: a choice, a follow-up, a new matter."""

from dataclasses import replace

from dialogue.message import Message
from dialogue.phrases import phrase
from dialogue.resolving.asked import Asked, Relation
from dialogue.resolving.choices import NONE_OF_THESE, chosen_option
from dialogue.resolving.situations import without_situations
from dialogue.state import About, Matter, Pending, State
from dialogue.turn import Slots
from dialogue.understanding import ANYBODY, Signal, Understood, kin_in, names_nothing
from dialogue.words import conditions_the_matter, names_nothing_but_here
from kb.elements import Element
from retriever.elements import elements_asked, without_asking
from retriever.tokens import normalise

_TAIL = 2  # characters at the end of 「换护照的材料呢」 in which an element may be asked for
_PAIR = 2  # characters in a row
_CHECKLIST = (Element.MATERIALS, Element.PLACE, Element.HOURS, Element.PHONE, Element.FEE)


def resolve(state: State, understood: Understood, message: Message) -> Asked:  # noqa: PLR0912 - one case a way to go on
    """What is settled for a question before anything is looked up.

    Args:
        state: what the session remembers.
        understood: the question by itself.
        message: what came with it; slots that the caller set are not overruled.
    """
    elements, day = _asked_for(understood), understood.day
    slots = _set(_named(state.slots, understood), message)
    asked = Asked(
        understood=understood,
        relation=Relation.NEW,
        slots=slots,
        elements=elements,
        day=day,
        search_text=understood.search_text,
        fixed=message.fixed,
        dead=bool(state.dead),
        of_the_dead=not understood.dead and _of_the_dead(understood, state),
    )
    if understood.topic is not None:
        return replace(
            asked,
            slots=replace(slots, item=None, situation=None),
            elements=(),
            search_text=understood.topic,
        )
    pending = state.pending
    option = message.option_id or chosen_option(pending, understood, understood.masked)
    if pending is not None and option == NONE_OF_THESE:
        return replace(asked, relation=Relation.NONE)
    if pending is not None and option is not None and option in pending.options:
        # An option that was clicked says no more than its label: the open question is asked again.
        clicked = message.option_id is not None
        chosen = pending.options[option]
        chosen = _set(chosen if clicked else _named(chosen, understood), message)
        elements = () if clicked else _of_the_step(elements, pending)
        of_label = elements_asked(
            normalise(pending.labels[option])
        )  # 「承诺办理」 asks for nothing
        elements = tuple(each for each in elements if each not in of_label)
        return replace(
            asked,
            relation=Relation.CHOICE,
            slots=chosen,
            elements=elements or pending.elements,
            day=day or state.day,
            search_text=pending.search_text,
            carried=not elements,
        )
    if "item" in message.fixed and message.given.item is not None:
        return _carried(replace(asked, relation=Relation.FOLLOWS), state)
    if understood.signal is Signal.BACK and (back := _back(asked, state)) is not None:
        return back
    if understood.signal is Signal.CHECKLIST and slots.item:
        return replace(asked, relation=Relation.FOLLOWS)
    if understood.signal in (Signal.MORE, Signal.ALL) and slots.item:
        left = tuple(element for element, _ in state.cut)
        return replace(
            asked,
            relation=Relation.FOLLOWS,
            elements=left or (state.elements if understood.signal is Signal.ALL else ()),
            rest=bool(left) and understood.signal is Signal.MORE,
            whole=understood.signal is Signal.ALL,
        )
    if understood.signal in (Signal.REPEAT, Signal.PLAINER) and slots.item:
        return replace(asked, relation=Relation.FOLLOWS, elements=state.elements, day=state.day)
    follows_on = understood.names_nothing or names_nothing_but_here(understood.search_text)
    if follows_on and (slots.item or pending):
        follows = replace(asked, relation=Relation.FOLLOWS, open=pending)
        if pending is not None:
            text = pending.search_text
            return _carried(
                replace(follows, search_text=text), replace(state, elements=pending.elements)
            )
        return _carried(follows, state)
    rest = without_situations(understood.search_text)
    only_situation = rest != understood.search_text and names_nothing(rest)
    likewise = phrase("likewise").match(understood.search_text) is not None
    if only_situation and slots.item is None and pending is not None and elements:
        # 「是上小学的，要准备什么」, of which school was asked.
        return replace(
            asked, relation=Relation.FOLLOWS, open=pending, search_text=pending.search_text
        )
    if slots.item is None:
        if pending is not None and not pending.options:
            # 「周六上班吗」 – 「您说的是哪件事？」 – 「婚姻登记处」.
            return _carried(asked, replace(state, elements=pending.elements))
        if pending is not None and pending.about is About.ITEM:
            asked = replace(asked, relation=Relation.MAY_FOLLOW, open=pending)
            state = replace(state, elements=pending.elements)
            # 「还有换护照呢」, after what was answered whichever was meant.
            return _likewise(asked, state) if likewise else asked
        return asked  # 「好吧，那居住证签注多久能好」 is like no question before it
    goes_on = only_situation and not understood.led_over
    if goes_on and (before := _said_before(asked, state, rest)) is not None:
        return before
    if goes_on:
        return _carried(replace(asked, relation=Relation.FOLLOWS, open=pending), state)
    follows = replace(asked, relation=Relation.MAY_FOLLOW, open=pending)
    return _likewise(follows, state) if likewise else follows


def _of_the_dead(understood: Understood, state: State) -> bool:
    """Whether words speak of somebody who was told to have died: 「身份证我爸的也找不着了」."""
    named = kin_in(understood.search_text)
    own = named - {ANYBODY}
    return bool(state.dead) and bool(named) and (not own or not own.isdisjoint(state.dead))


def _likewise(asked: Asked, state: State) -> Asked:
    """The same asked of something else; what names it asks for nothing: 「那丧葬费申领呢」.

    Conditions of the same matter (「要是过期了呢」) are no other matter.
    """
    words = asked.search_text
    if phrase("asks_itself").search(words):
        return asked
    asked = replace(asked, elements=_asked_at_the_end(words) and asked.elements)
    if not words.startswith("那") and conditions_the_matter(words):
        return asked
    return _carried(asked, state)


def _asked_at_the_end(words: str) -> tuple[Element, ...]:
    """The elements that the last words ask for; what is merely like asking (「身份证呢」) is none."""
    if without_asking(words) == words:
        return ()
    return elements_asked(words.rstrip("?。")[-_TAIL - 1 :])


def _asked_for(understood: Understood) -> tuple[Element, ...]:
    if understood.signal is Signal.CHECKLIST:
        return _CHECKLIST
    if understood.day is not None and not set(understood.elements) - {Element.CONDITIONS}:
        return (Element.HOURS,)
    return understood.elements


def _of_the_step(elements: tuple[Element, ...], pending: Pending) -> tuple[Element, ...]:
    """「第一步去哪办」 asks for a place: the step is none of a procedure."""
    others = tuple(each for each in elements if each is not Element.PROCEDURE)
    return others or elements if pending.about is About.STEP else elements


def _carried(asked: Asked, state: State) -> Asked:
    """The question with the elements of the one before, where it names none itself."""
    if asked.elements:
        return asked
    return replace(asked, elements=state.elements, day=asked.day or state.day, carried=True)


def _back(asked: Asked, state: State) -> Asked | None:
    """The matter that is come back to: the one that is named, else the last; None where it is new."""
    text = asked.understood.search_text
    if (pointed := phrase("pointed_at").search(normalise(asked.understood.masked))) is not None:
        text = pointed["matter"]  # 「回到驾照那个，补好了能寄到家吗」
    named = without_asking(phrase("points_back").sub("", text))
    named = "" if names_nothing(named) else named
    if not state.matters:
        return None if named else _carried(replace(asked, relation=Relation.FOLLOWS), state)
    before = max(state.matters, key=lambda each: _spoke_of(each, named))
    if named and not _spoke_of(before, named):
        return None
    slots = replace(asked.slots, item=before.item, situation=before.situation)
    if before.open is not None:
        text, elements = before.open.search_text, asked.elements or before.elements
        follows = replace(asked, relation=Relation.FOLLOWS, slots=slots, open=before.open)
        return replace(follows, search_text=text, elements=elements)
    return replace(
        asked,
        relation=Relation.BACK,
        slots=slots,
        elements=asked.elements or before.elements,
        day=asked.day or (None if asked.elements else state.day),
        carried=not asked.elements,
    )


def _said_before(asked: Asked, state: State, rest: str) -> Asked | None:
    """「过户那里周末上班吗」, after another matter: the one before, of which that was said."""
    words = asked.search_text
    said = "".join(each for each in words if each not in rest)
    own = Matter(item=None, words=state.story[:-1])
    before = next((each for each in state.matters if _spoke_of(each, said)), None)
    if before is None or before.item is None or before.open or _spoke_of(own, said):
        return None
    slots = replace(asked.slots, item=before.item, situation=before.situation)
    elements = asked.elements or before.elements
    return replace(asked, relation=Relation.BACK, slots=slots, elements=elements)


def _spoke_of(matter: Matter, named: str) -> int:
    """How much of the words by which a matter is named now was said while one was talked about."""
    pairs = {named[at : at + _PAIR] for at in range(len(named) - _PAIR + 1)}
    said = [normalise(each) for each in matter.words]
    return sum(any(pair in each for each in said) for pair in pairs if " " not in pair)


def _named(slots: Slots, understood: Understood) -> Slots:
    """Slots with the region and audience that the words name."""
    regions = understood.regions
    return replace(
        slots,
        region=regions[0] if len(regions) == 1 else slots.region,
        audience=understood.audience or slots.audience,
    )


def _set(slots: Slots, message: Message) -> Slots:
    return replace(slots, **{name: getattr(message.given, name) for name in message.fixed})
