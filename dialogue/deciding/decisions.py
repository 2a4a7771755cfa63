"""What can be done with a question: one class a kind of reply."""

from dataclasses import dataclass, field
from enum import StrEnum

from dialogue.handoff import HandOffReason
from dialogue.turn import Slots
from dialogue.understanding import Alarm
from kb.elements import Audience, Element
from kb.records import Guide
from kb.store import StoredRecord
from retriever.results import Hit


@dataclass(frozen=True, kw_only=True)
class Told:
    """A guide that is answered from, with its record."""

    stored: StoredRecord
    guide: Guide


class Differing(StrEnum):
    """By what the guides differ that are told side by side."""

    SITUATION = "situation"
    REGION = "region"
    AGENCY = "agency"


@dataclass(frozen=True, kw_only=True)
class AnswerGuide:
    """Answer these elements out of one guide, or of a few side by side."""

    told: tuple[Told, ...]
    elements: tuple[Element, ...]
    slots: Slots
    probability: float
    differing: Differing | None = None
    asked: tuple[Element, ...] = ()  # of these, what was asked for; none: an overview
    unplaced: bool = False  # something was asked for that is no element: the nearest is told
    others: tuple[Hit, ...] = ()  # other matters that may be meant, where it is not told here
    whichever: bool = False  # the guides of all situations say it: none is named
    outer: bool = False  # the guide nearer by has expired, this one is of the region around it

    @property
    def guide(self) -> Guide:
        """The first guide."""
        return self.told[0].guide


@dataclass(frozen=True, kw_only=True)
class AnswerWhichever:
    """Answer what every item says that may be meant; which one it is stays open."""

    hits: tuple[Hit, ...]
    told: tuple[Told, ...]  # a guide of each
    elements: tuple[Element, ...]
    slots: Slots
    probability: float  # that one of them is meant


@dataclass(frozen=True, kw_only=True)
class AnswerEntry:
    """Answer with a question's answer or a policy's passage."""

    hit: Hit
    stored: StoredRecord
    slots: Slots


@dataclass(frozen=True, kw_only=True)
class AnswerQuestion:
    """Answer with one of the questions that stand in a guide itself."""

    told: Told
    question: str
    answer: str
    slots: Slots
    probability: float


@dataclass(frozen=True, kw_only=True)
class TellExpired:
    """What there is has expired, or is not in force yet."""

    told: Told
    slots: Slots


@dataclass(frozen=True, kw_only=True)
class AskItem:
    """Several items fit about as well."""

    hits: tuple[Hit, ...]
    listed: bool = False  # all matters of a topic were asked for: each is named
    besides: bool = False  # what else there is to get, beside the matter talked about


@dataclass(frozen=True, kw_only=True)
class AskSituation:
    """The answer depends on the situation."""

    name: str
    situations: tuple[str, ...]
    slots: Slots


@dataclass(frozen=True, kw_only=True)
class AskRegion:
    """The answer depends on the region; `regions` are all that are meant, likeliest first."""

    name: str
    regions: tuple[str, ...]
    slots: Slots


@dataclass(frozen=True, kw_only=True)
class AskAudience:
    """The answer depends on who applies: a person or an organisation."""

    name: str
    audiences: tuple[Audience, ...]
    slots: Slots


@dataclass(frozen=True, kw_only=True)
class NotFound:
    """Nothing fits well enough; the nearest may be offered."""

    nearest: tuple[Hit, ...]


@dataclass(frozen=True, kw_only=True)
class NoneFits:
    """The citizen chose 「都不是」, or was not helped by the reply before."""

    of_situations: bool = False  # the item is right, and none of its situations is
    helped: bool = True


@dataclass(frozen=True, kw_only=True)
class NoContent:
    """The item is known and has no guide, or none for this region."""

    name: str
    region: str | None
    others: tuple[str, ...]
    slots: Slots


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Something that asks for no service: a greeting, thanks, who are you …; `kind` names it."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class Vouch:
    """It is doubted what was said: where it stands, and who can be asked."""


@dataclass(frozen=True, kw_only=True)
class TakeNote:
    """Something was told that changes nothing of the answer, which is not given a second time."""

    answer: AnswerGuide


@dataclass(frozen=True, kw_only=True)
class StartAnew:
    """Everything but the region and the audience is forgotten."""


@dataclass(frozen=True, kw_only=True)
class Signpost:
    """Ring another number, at once."""

    alarm: Alarm
    danger: str | None = None  # which, where that was told


class Declined(StrEnum):
    """Why a message is not taken up; each has a sentence of its own."""

    HARMFUL = "harmful"
    MEDICAL = "medical"
    POLITICAL = "political"
    OUT_OF_SCOPE = "out_of_scope"
    ELSEWHERE = "elsewhere"  # of another city


@dataclass(frozen=True, kw_only=True)
class Refuse:
    """Decline, with the sentence for the case."""

    why: Declined
    place: str | None = None


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """Leave the session to a person."""

    reason: HandOffReason
    slots: Slots | None = None  # as far as they were settled by then
    elements: tuple[Element, ...] = field(default=())
    name: str | None = None  # of the item


Decision = (
    AnswerGuide
    | AnswerWhichever
    | AnswerEntry
    | AnswerQuestion
    | TellExpired
    | AskItem
    | AskSituation
    | AskRegion
    | AskAudience
    | NotFound
    | NoneFits
    | NoContent
    | Talk
    | Vouch
    | TakeNote
    | StartAnew
    | Signpost
    | Refuse
    | HandOver
)

ASKING = (AskItem, AskSituation, AskRegion, AskAudience)
"""Decisions that ask back."""
FAILING = (*ASKING, NotFound, NoneFits)
"""Decisions after which the citizen is no further."""
