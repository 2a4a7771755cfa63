"""A turn of a conversation: what is answered, on what ground, and what may be asked next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dialogue.handoff import HandOff


class Status(StrEnum):
    """What a reply can be; the part before the first underscore is the group counted by."""

    ANSWERED = "answered"
    ANSWERED_PARTLY = "answered_partly"
    CLARIFICATION_ITEM = "clarification_item"
    CLARIFICATION_SITUATION = "clarification_situation"
    CLARIFICATION_REGION = "clarification_region"
    CLARIFICATION_AUDIENCE = "clarification_audience"
    UNANSWERABLE_NO_CONTENT = "unanswerable_no_content"
    UNANSWERABLE_LOW_CONFIDENCE = "unanswerable_low_confidence"
    UNANSWERABLE_EXPIRED = "unanswerable_expired"
    REFUSED_OUT_OF_SCOPE = "refused_out_of_scope"
    REFUSED_HARMFUL = "refused_harmful"
    SIGNPOSTED_EMERGENCY = "signposted_emergency"
    SMALLTALK = "smalltalk"
    HANDOFF_REQUESTED = "handoff_requested"
    HANDOFF_REPEATED_FAILURE = "handoff_repeated_failure"
    HANDOFF_ANGER = "handoff_anger"
    HANDOFF_SENSITIVE = "handoff_sensitive"
    HANDOFF_CONFLICT = "handoff_conflict"
    HANDOFF_REQUEST = "handoff_request"
    WITH_OPERATOR = "with_operator"
    ERROR_INTERNAL = "error_internal"

    @property
    def group(self) -> str:
        """The group that figures are counted by."""
        return self.value.split("_", 1)[0]


@dataclass(frozen=True, kw_only=True)
class Citation:
    """引用: where an answer stands, so that anyone can look it up."""

    entry_id: str
    item_code: str
    name: str
    agency: str | None
    region: str | None  # code
    element: str | None
    version: int  # the store's own number
    verified_on: date | None
    quote: str
    url: str | None


@dataclass(frozen=True, kw_only=True)
class Slots:
    """What is known of the citizen's matter and stays from turn to turn."""

    item: str | None = None  # item code
    situation: str | None = None
    region: str | None = None  # region code
    audience: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One question answered (or not): the element's own text with its citations."""

    status: Status
    item_code: str | None
    name: str | None
    region: str | None
    situation: str | None
    element: str | None
    text: str
    citations: tuple[Citation, ...] = ()
    worked_out: tuple[str, ...] = ()  # said beside it, computed from the citations by a rule


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice offered in a clarification."""

    id: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Turn:
    """轮次: one message of the citizen and the one reply to it; `text` is what is read."""

    id: str
    session_id: str
    seq: int
    text: str
    status: Status
    slots: Slots = Slots()
    answers: tuple[Answer, ...] = ()
    options: tuple[Option, ...] = ()
    suggestions: tuple[str, ...] = ()  # what people ask next, to be sent as it is
    probability: float | None = None
    handoff: HandOff | None = None
    generation: int | None = None
    machine_made: bool = True
    timings_ms: Mapping[str, float] = field(default_factory=dict)
