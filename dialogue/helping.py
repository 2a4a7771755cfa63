"""What a writer may help with in a turn: a follow-up nobody understood, and the words of a reply."""

from collections.abc import Callable
from dataclasses import replace

from dialogue.guarding import citations_of, context_of, told_of
from dialogue.message import Message
from dialogue.reply import Reply
from dialogue.state import State
from dialogue.turn import Status
from dialogue.understanding import Understood
from dialogue.writers import Writer, polished
from kb.regions import Regions

# Replies that a whole question might have spared the citizen.
_HELPLESS = frozenset({Status.UNANSWERABLE_LOW_CONFIDENCE, Status.CLARIFICATION_ITEM})
Responding = Callable[[State, Message], tuple[State, Reply]]


def helped(
    writer: Writer,
    state: State,
    message: Message,
    said: tuple[State, Reply],
    respond: Responding,
    understand: Callable[[str], Understood],
) -> tuple[State, Reply]:
    """The reply to the follow-up made whole, where that is answered and the follow-up was not."""
    _, reply = said
    if reply.status not in _HELPLESS or not state.words or message.option_id is not None:
        return said
    whole = writer.complete(message.understood.masked, state.words)
    if whole is None:
        return said
    # What is kept, and said back, are the citizen's own words.
    understood = replace(understand(whole), masked=message.understood.masked)
    again = respond(state, replace(message, understood=understood))
    return again if again[1].status.group == "answered" else said


def smoothed(writer: Writer, message: Message, reply: Reply, regions: Regions) -> Reply:
    """The reply in the writer's words where the fact lock lets them pass; else as it is."""
    if reply.status.group != "answered":
        return reply
    text = polished(
        writer,
        message.understood.masked,
        reply.text,
        citations_of(reply),
        told_of(regions),
        context=context_of(reply),
    )
    return reply if text is None else replace(reply, text=text)
