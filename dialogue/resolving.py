"""Resolving a message against what the session remembers: a choice, a follow-up, or a new matter."""

from dataclasses import replace

from dialogue.state import State
from dialogue.turn import Slots
from dialogue.understanding import Understood


def resolve(
    state: State, understood: Understood, option_id: str | None, given: Slots, fixed: frozenset[str]
) -> tuple[State, Understood]:
    """What is settled for this message.

    Args:
        state: what the session remembers.
        understood: the message by itself.
        option_id: the option that was chosen, if any; it must be among the pending ones.
        given: slots set by the caller, for the names in `fixed`; they are not overruled.
        fixed: the names of the slots that the caller set.
    """
    pending = state.pending
    if pending and option_id is not None:
        slots = _override(pending.options[option_id], given, fixed)
        asked = replace(understood, search_text=pending.search_text, elements=pending.elements)
        return State(slots=slots), replace(asked, regions=())
    region = understood.regions[0] if len(understood.regions) == 1 else state.slots.region
    slots = _override(replace(state.slots, region=region), given, fixed)
    if understood.smalltalk or understood.wants_operator:
        return State(slots=slots, elements=state.elements), understood
    if understood.names_nothing and (slots.item or pending):
        elements = understood.elements or (pending.elements if pending else state.elements)
        text = pending.search_text if pending else understood.search_text
        return State(slots=slots), replace(understood, elements=elements, search_text=text)
    item = slots.item if "item" in fixed else None
    situation = slots.situation if "situation" in fixed else None
    return State(slots=replace(slots, item=item, situation=situation)), understood


def chosen_option(state: State, text: str) -> str | None:
    """The id of the pending option whose label a message repeats."""
    labels = state.pending.labels if state.pending else {}
    return next((id_ for id_, label in labels.items() if label == text.strip()), None)


def _override(slots: Slots, given: Slots, fixed: frozenset[str]) -> Slots:
    return replace(slots, **{name: getattr(given, name) for name in fixed})
