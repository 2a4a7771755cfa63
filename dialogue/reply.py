"""What the assistant says in a turn, before it is numbered and stored."""

from dataclasses import dataclass, field

from dialogue.handoff import HandOffPacket
from dialogue.state import Pending
from dialogue.turn import Answer, Option, Slots, Status
from kb.elements import Element


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The text that is read, the same structured, and what is remembered of it."""

    text: str
    status: Status
    slots: Slots = field(default_factory=Slots)
    answers: tuple[Answer, ...] = ()
    options: tuple[Option, ...] = ()
    suggestions: tuple[str, ...] = ()
    probability: float | None = None
    pending: Pending | None = None  # the question that is open now
    cut: tuple[tuple[Element, int], ...] = ()  # lists that are not whole, and up to which item
    packet: HandOffPacket | None = None  # of a hand-over
    context: tuple[str, ...] = ()  # words in the text that no citation holds, and may be said

    @property
    def worked_out(self) -> tuple[str, ...]:
        """What the text says beside its citations, computed from them by a rule."""
        return tuple(said for answer in self.answers for said in answer.worked_out)
