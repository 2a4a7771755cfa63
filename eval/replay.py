"""Replay (重放): what was said on a day, out of which generation, and what would be said now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from dialogue.service import Service
from dialogue.store import SaidTurn
from dialogue.turn import Turn
from eval.callers import CHANNEL
from eval.mining.gathering import TRIALS


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """重放的一轮: one masked question, with the reply of then and that of now."""

    session_id: str
    question: str
    then: Turn
    now: Turn

    @property
    def same(self) -> bool:
        """Whether the citizen would be told the same: the same status and the same answers."""
        return self.then.status == self.now.status and _told(self.then) == _told(self.now)


def replay(said: Iterable[SaidTurn], service: Service) -> Iterator[Replayed]:
    """Hold every conversation again, each from its beginning, in the order in which it was held.

    What personal data hid is hidden still. An option that was chosen is chosen by its words.

    Args:
        said: turns with their questions; those of one session must be complete from its start.
        service: that answers now; its sessions should be kept in memory.
    """
    turns = sorted(
        (each for each in said if each.channel not in TRIALS),
        key=lambda each: (each.session_id, each.turn.seq),
    )
    for session_id, own in groupby(turns, key=lambda each: each.session_id):
        held = list(own)
        first = held[0].turn.slots
        opened = service.open_session(channel=CHANNEL, region=first.region, audience=first.audience)
        for each in held:
            now = service.ask(opened.id, each.question)
            yield Replayed(session_id=session_id, question=each.question, then=each.turn, now=now)


def _told(turn: Turn) -> tuple[object, ...]:
    return tuple(
        (each.item_code, each.region, each.situation, each.element, each.text)
        for each in turn.answers
    )
