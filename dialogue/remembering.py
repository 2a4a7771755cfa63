"""What stays in the session's memory after a reply."""

from dataclasses import replace

from dialogue.deciding.decisions import (
    FAILING,
    AnswerEntry,
    AnswerGuide,
    AnswerWhichever,
    Decision,
    StartAnew,
    TakeNote,
    Talk,
    Vouch,
)
from dialogue.deciding.escalating import is_of_another_matter
from dialogue.reply import Reply
from dialogue.resolving import Asked
from dialogue.state import About, State
from dialogue.turn import Answer, Status
from dialogue.wording import wording
from kb.elements import Element


def remembered(state: State, asked: Asked, decision: Decision, reply: Reply) -> State:
    """The state after a reply."""
    match decision:
        case Talk() | Vouch() | TakeNote():
            return state  # neither the matter nor the open question is touched
        case StartAnew():
            return State(slots=reply.slots, words=state.words, handoff=state.handoff)
    answered = reply.status.group == "answered"
    after = state.turned_to(reply.slots)
    if answered:
        after = after.having_tried(*map(_tried, reply.answers))
    lacking = tuple(
        Element(answer.element)
        for answer in reply.answers
        if answer.element and answer.status is Status.UNANSWERABLE_NO_CONTENT
    )
    keeps_steps = (
        reply.pending is None
        and state.pending is not None
        and state.pending.about is About.STEP
        and (asked.relation.keeps_item or isinstance(decision, AnswerEntry))
    )
    return replace(
        after,
        elements=_asked_for(decision, state),
        day=asked.day or state.day,
        pending=state.pending if keeps_steps else reply.pending,
        rounds=_rounds(state, decision, reply),
        lacking=lacking,
        cut=reply.cut,
        steps=_steps(reply) or state.steps,
    )


def _asked_for(decision: Decision, state: State) -> tuple[Element, ...]:
    match decision:
        case AnswerGuide():
            return decision.asked
        case AnswerWhichever():
            return decision.elements
    return state.elements


def _steps(reply: Reply) -> tuple[tuple[str, str], ...]:
    if reply.pending is None or reply.pending.about is not About.STEP:
        return ()
    labels = reply.pending.labels
    return tuple(
        (slots.item, labels[id_]) for id_, slots in reply.pending.options.items() if slots.item
    )


def _rounds(state: State, decision: Decision, reply: Reply) -> int:
    if isinstance(decision, FAILING):
        return 1 if is_of_another_matter(decision, state) else state.rounds + 1
    return state.rounds if reply.status.group in ("signposted", "refused") else 0


def _tried(answer: Answer) -> str:
    label = wording().elements[Element(answer.element)] if answer.element else ""
    return "·".join(filter(None, (answer.name, answer.situation, label)))
