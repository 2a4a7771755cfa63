"""The row after both tables: after two rounds that failed, what fails again goes to a person."""

from dialogue.deciding.decisions import (
    FAILING,
    AskAudience,
    AskItem,
    AskRegion,
    AskSituation,
    Decision,
    HandOver,
)
from dialogue.handoff import HandOffReason
from dialogue.state import State
from dialogue.turn import Slots
from kb.elements import Element

ROUNDS = 2
"""So many rounds may fail in a row."""
_SURELY = 0.8  # P(right) of all that is offered, from which it was understood what is spoken of


def escalated(
    decision: Decision, state: State, slots: Slots, elements: tuple[Element, ...] = ()
) -> Decision:
    """The decision, or a hand-over in its place, with what was settled by then.

    Who waits for a person already can only gain by being asked on.
    """
    if not isinstance(decision, FAILING) or state.rounds < ROUNDS or state.handoff is not None:
        return decision
    if is_of_another_matter(decision, state):
        return decision
    return HandOver(
        reason=HandOffReason.REPEATED_FAILURE, slots=slots, elements=elements or state.elements
    )


def is_of_another_matter(decision: Decision, state: State) -> bool:
    """Whether the first thing is asked back about a matter that is new in the conversation."""
    options = state.pending.options.values() if state.pending else ()
    spoken_of = {state.slots.item, *(each.item for each in options)} - {None}
    match decision:
        case AskSituation() | AskRegion() | AskAudience():
            return bool(spoken_of) and decision.slots.item not in spoken_of | {None}
        case AskItem():
            surely = sum(hit.probability for hit in decision.hits) >= _SURELY
            return (
                surely and bool(spoken_of) and not spoken_of & {h.item_code for h in decision.hits}
            )
    return False
