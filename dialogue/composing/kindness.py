"""A kind word before everything: to who has lost somebody, is hard hit or glad, or is fed up and asks all the same."""

from dataclasses import replace

from dialogue.reply import Reply
from dialogue.state import State
from dialogue.understanding import ANYBODY, Understood
from dialogue.wording import one_of, wording

_FITTING = ("answered", "clarification", "unanswerable")  # the others have words of their own


def kindly(reply: Reply, said: Understood, before: State, variety: int) -> Reply:
    """The reply to a message, below the kind word that it calls for."""
    if reply.status.group not in _FITTING:
        return reply
    # Only where it is said who has died: 「死亡证明去哪开」 may be asked for anybody.
    lost = said.dead.difference(before.dead, {ANYBODY})
    key = "bereaved" if lost else "weary" if said.weary else said.fortune
    kind = (one_of(wording().lead[key], variety),) if key else ()
    left_out = (wording().answer["left_out"],) if said.left_out else ()
    return replace(reply, text="\n\n".join((*kind, reply.text, *left_out)))
