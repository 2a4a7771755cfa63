"""What goes over the wire, as `POST` bodies and answers; imports neither fastapi nor the domain.

Field names are those of the domain (docs/glossary.md). Answers tolerate fields that a later
server adds, so an older client keeps working; slots refuse names that they do not know.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

TEXT_LIMIT = 2_000
"""Most characters (code points) of one message."""

TurnStatus = Literal[
    "answered",
    "answered_partly",
    "clarification_item",
    "clarification_situation",
    "clarification_region",
    "clarification_audience",
    "unanswerable_no_content",
    "unanswerable_low_confidence",
    "unanswerable_expired",
    "refused_out_of_scope",
    "refused_harmful",
    "signposted_emergency",
    "smalltalk",
    "handoff_requested",
    "handoff_repeated_failure",
    "handoff_anger",
    "handoff_sensitive",
    "handoff_conflict",
    "handoff_request",
    "with_operator",
    "error_internal",
]
AudienceName = Literal["person", "organisation"]
EntryKindName = Literal["item", "element", "faq", "passage", "life_event"]

Words = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LIMIT)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
ShortName = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Wire(BaseModel):
    """Base of everything on the wire: immutable."""

    model_config = ConfigDict(frozen=True)


class ProblemField(Wire):
    """One field that was wrong."""

    field: str
    message: str


class Problem(Wire):
    """Problem details (RFC 9457), the body of every error."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemField] = []
    choices: list[str] = []  # what could have been named instead
    instance: str | None = None  # under which a fault of the server stands in its log


class SessionRequest(Wire):
    """Body of `POST /v1/sessions`."""

    channel: ShortName
    region: Name | None = None  # code, path or name
    audience: AudienceName | None = None


class SessionOpened(Wire):
    """A new session; `token` goes into `Authorization: Bearer` from now on."""

    id: str
    token: str
    greeting: str


class SlotsChange(Wire):
    """Slots to set; those left out stay as they are, null clears."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: Name | None = None
    situation: Name | None = None
    region: Name | None = None
    audience: AudienceName | None = None


class TurnRequest(Wire):
    """Body of `POST /v1/sessions/{id}/turns`; the same `client_turn_id` gives the same turn."""

    text: Words
    client_turn_id: Name | None = None
    option_id: Name | None = None
    slots: SlotsChange | None = None


class Slots(Wire):
    """What is known of the citizen's matter."""

    item: str | None = None
    situation: str | None = None
    region: str | None = None
    audience: str | None = None


class Citation(Wire):
    """引用: where an answer stands; `region` is a code, `quote` the entry word for word."""

    entry_id: str
    item_code: str
    name: str
    agency: str | None
    region: str | None
    element: str | None
    version: int
    verified_on: date | None
    quote: str
    url: str | None


class Answer(Wire):
    """One question answered, or not, with its citations."""

    status: TurnStatus
    item_code: str | None
    name: str | None
    region: str | None
    situation: str | None
    element: str | None
    text: str
    citations: list[Citation]
    worked_out: list[str] = []  # said beside it, computed from the citations by a rule


class Option(Wire):
    """One choice of a clarification; its id goes back as `option_id`."""

    id: str
    label: str


class HandOff(Wire):
    """转人工: where the hand-over to an operator stands."""

    id: str
    state: str
    position: int | None
    expected_wait_s: float | None


class Turn(Wire):
    """轮次: the reply to one message; `text` is what is read, `answers` the same, structured."""

    id: str
    session_id: str
    seq: int
    text: str
    status: TurnStatus
    slots: Slots
    answers: list[Answer]
    options: list[Option]
    suggestions: list[str] = []  # what people ask next, to be sent as it is
    probability: float | None
    handoff: HandOff | None
    generation: int | None
    machine_made: bool
    timings_ms: dict[str, float]


class RatingRequest(Wire):
    """Body of `POST /v1/sessions/{id}/rating`: 5 非常满意 … 1 非常不满意."""

    score: Annotated[int, Field(ge=1, le=5)]
    reasons: Annotated[list[ShortName], Field(max_length=10)] = []
    comment: Words | None = None


class RatingKept(Wire):
    """A rating as it is kept; a poor one is followed up."""

    score: int
    is_poor: bool


class PastTurn(Wire):
    """One round of the history: the citizen's words (masked) and the reply."""

    question: str
    turn: Turn


class History(Wire):
    """All rounds of a session, oldest first."""

    session_id: str
    turns: list[PastTurn]


class SearchHit(Wire):
    """One item, question or document found; `probability` is P(right)."""

    item_code: str
    name: str
    region: str | None
    entry_id: str
    element: str | None
    kind: EntryKindName
    probability: float
    text: str


class SearchResponse(Wire):
    """Hits best first, one an item."""

    generation: int
    hits: list[SearchHit]


class RegionRef(Wire):
    """A region by code, with its name and its full path."""

    code: str
    name: str
    path: list[str]


class RegionNode(Wire):
    """A region with everything below it."""

    code: str
    name: str
    children: list["RegionNode"]


class RegionsResponse(Wire):
    """The tree of regions; there may be several roots."""

    generation: int
    regions: list[RegionNode]


class ElementText(Wire):
    """One element as published: its words, and in `value` what could be understood of them."""

    entry_id: str | None
    text: str
    value: dict[str, JsonValue]


class GuideView(Wire):
    """One guide: one situation at one agency."""

    situation: str | None
    agency: str | None
    item_type: str | None
    source: str
    version: int
    verified_on: date | None
    valid_from: date | None
    valid_until: date | None
    url: str | None
    elements: dict[str, ElementText]


class GuideResponse(Wire):
    """All situations of an item in the nearest region, and where else it has guides."""

    item_code: str
    name: str
    generation: int
    region: RegionRef | None
    guides: list[GuideView]
    other_regions: list[RegionRef]


class MaterialItem(Wire):
    """申请材料: one document to bring; null means that the guide does not say."""

    name: str
    form: Literal["paper", "electronic", "either"] | None
    copies: Literal["original", "copy", "both"] | None
    count: int | None
    required: bool | None
    when: str | None
    note: str | None


class MaterialList(Wire):
    """The list of documents; no items means what `text` says (无需材料 or not itemised)."""

    entry_id: str | None
    text: str
    items: list[MaterialItem]


class ChecklistResponse(Wire):
    """What to bring for one situation, and where and when to go; null: the guide does not say."""

    item_code: str
    name: str
    generation: int
    region: RegionRef | None
    situation: str | None
    agency: str | None
    version: int
    verified_on: date | None
    materials: MaterialList | None
    place: ElementText | None
    hours: ElementText | None
    phone: ElementText | None
    fee: ElementText | None


class TurnStarted(Wire):
    """Data of the event `turn`: the turn is committed and its text follows as `delta`s."""

    id: str
    session_id: str
    seq: int
    status: TurnStatus


class TextDelta(Wire):
    """Data of the event `delta`: the next piece of `text`; joined they are all of it."""

    text: str


class Alive(Wire):
    """Answer of `/livez`."""

    status: Literal["ok"] = "ok"


class Ready(Wire):
    """Answer of `/readyz`: the generation that is served."""

    status: Literal["ready"] = "ready"
    generation: int
