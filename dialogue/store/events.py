"""Events of a session: what a client is told, in an order that it can resume from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from dialogue.turn import Turn


class EventKind(StrEnum):
    """事件类型: what happened."""

    TURN = "turn"  # a turn was committed
    STATE = "state"  # where a hand-over stands


@dataclass(frozen=True, kw_only=True)
class Event:
    """事件: one thing that happened in a session; `id` grows over all sessions."""

    id: int
    session_id: str
    kind: EventKind
    body: Mapping[str, Any]
    created_at: datetime


def events_of(turn: Turn, *, new_handoff: bool) -> Iterator[tuple[EventKind, dict[str, Any]]]:
    """The events that a committed turn makes."""
    yield EventKind.TURN, {"turn_id": turn.id, "seq": turn.seq, "status": str(turn.status)}
    if new_handoff and turn.handoff is not None:
        yield EventKind.STATE, {"handoff": turn.handoff.id, "state": str(turn.handoff.state)}
