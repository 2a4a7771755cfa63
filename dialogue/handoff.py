"""Handing over to a person: why, and everything that is known already."""

from dataclasses import dataclass
from enum import StrEnum


class HandOffReason(StrEnum):
    """转人工原因: the code under which a hand-over is counted."""

    REQUESTED = "requested"  # a person was asked for
    REPEATED_FAILURE = "repeated_failure"  # two rounds did not help
    ANGER = "anger"
    SENSITIVE = "sensitive"
    CONFLICT = "conflict"  # guides contradict each other
    REQUEST = "request"  # a complaint, a report, a plea, a suggestion
    UNSETTLED = "unsettled"  # a guide lacks what it should hold, and the citizen wants it settled


class HandOffState(StrEnum):
    """转接状态: how far a hand-over has come."""

    WAITING = "waiting"


@dataclass(frozen=True, kw_only=True)
class HandOffPacket:
    """转接信息: what a person needs to go on without asking again; masked."""

    reason: HandOffReason
    kind: str  # of the request: consultation, complaint …
    item: str | None = None  # item code
    name: str | None = None  # of the item
    region: str | None = None  # code
    situation: str | None = None
    audience: str | None = None
    elements: tuple[str, ...] = ()  # asked for last
    words: tuple[str, ...] = ()  # the citizen's last messages, oldest first
    tried: tuple[str, ...] = ()  # what was answered or asked back, oldest first


@dataclass(frozen=True, kw_only=True)
class HandOff:
    """转人工: a session that waits for a person, with its packet."""

    id: str
    state: HandOffState
    packet: HandOffPacket
    position: int | None = None  # in the queue; None until people are connected
    expected_wait_s: float | None = None
