"""The pure core of a turn: from what is remembered and found to what is said."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dialogue.composing import compose_entry, compose_guide
from dialogue.deciding import (
    OFFERED,
    AnswerEntry,
    AnswerGuide,
    AskItem,
    AskRegion,
    AskSituation,
    Decision,
    NoContent,
    NotFound,
    Smalltalk,
    ToOperator,
    decide,
)
from dialogue.findings import Findings
from dialogue.state import Pending, State
from dialogue.turn import Answer, Option, Slots, Status
from dialogue.understanding import Understood
from dialogue.wording import wording

NONE_OF_THESE = "none"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the assistant says in a turn, before it is numbered and stored."""

    text: str
    status: Status
    answers: tuple[Answer, ...] = ()
    options: tuple[Option, ...] = ()
    probability: float | None = None
    slots: Slots = field(default_factory=Slots)


def respond(state: State, understood: Understood, findings: Findings) -> tuple[State, Reply]:
    """Decide and compose; `state` holds what is settled for this message (see `resolve`).

    The new state holds the slots that stay and the question that is open.
    """
    decision = decide(understood, state.slots, findings)
    reply, choices = _compose(decision, state, findings)
    pending = _pending(choices, reply, understood)
    if pending:
        none = Option(id=NONE_OF_THESE, label=wording().clarification["none_of_these"])
        reply = replace(reply, options=(*reply.options, none))
    return State(
        slots=reply.slots, elements=understood.elements or state.elements, pending=pending
    ), reply


def none_of_these(state: State) -> tuple[State, Reply]:
    """The citizen chose 「都不是」."""
    slots = replace(state.slots, item=None, situation=None)
    text = wording().unanswerable["none_of_these"]
    reply = Reply(text=text, status=Status.UNANSWERABLE_LOW_CONFIDENCE, slots=slots)
    return State(slots=slots), reply


def _compose(
    decision: Decision, state: State, findings: Findings
) -> tuple[Reply, list[tuple[str, Slots]]]:
    say = wording()
    stay = replace(state.slots, item=None, situation=None)
    match decision:
        case ToOperator():
            text = say.handoff["requested"]
            return Reply(text=text, status=Status.HANDOFF_REQUESTED, slots=state.slots), []
        case Smalltalk():
            text = say.smalltalk[decision.kind]
            return Reply(text=text, status=Status.SMALLTALK, slots=state.slots), []
        case AnswerGuide():
            composed = compose_guide(decision, findings)
            return Reply(
                text=composed.text,
                status=composed.status,
                answers=composed.answers,
                probability=decision.probability,
                slots=decision.slots,
            ), []
        case AnswerEntry():
            composed = compose_entry(decision, findings)
            return Reply(
                text=composed.text,
                status=composed.status,
                answers=composed.answers,
                probability=decision.hit.probability,
                slots=stay,
            ), []
        case AskItem():
            choices = [(h.name, replace(stay, item=h.item_code)) for h in decision.hits]
            top = decision.hits[0].probability
            status = Status.CLARIFICATION_ITEM
            return _ask(say.clarification["item"], status, choices, stay, top)
        case AskSituation():
            choices = [(s, replace(decision.slots, situation=s)) for s in decision.situations]
            text = say.clarification["situation"].format(name=decision.name)
            status = Status.CLARIFICATION_SITUATION
            return _ask(text, status, choices, decision.slots, None)
        case AskRegion():
            choices = [
                (
                    _region_label(code, decision.regions, findings),
                    replace(decision.slots, region=code),
                )
                for code in decision.regions
            ]
            key = "region" if decision.name else "region_which"
            text = say.clarification[key].format(name=decision.name)
            status = Status.CLARIFICATION_REGION
            return _ask(text, status, choices, decision.slots, None)
        case NotFound():
            choices = [(h.name, replace(stay, item=h.item_code)) for h in decision.nearest]
            key = "low_confidence" if choices else "not_found"
            status = Status.UNANSWERABLE_LOW_CONFIDENCE
            best = decision.nearest[0].probability if choices else None
            return _ask(say.unanswerable[key], status, choices, stay, best)
        case NoContent():
            return Reply(
                text=_no_content(decision, findings),
                status=Status.UNANSWERABLE_NO_CONTENT,
                slots=decision.slots,
            ), []


def _region_label(code: str, among: tuple[str, ...], findings: Findings) -> str:
    """A region's name, or its whole path where several of the choices are called the same."""
    regions = findings.regions
    name = regions[code].name
    unique = sum(regions[other].name == name for other in among) == 1
    return name if unique else "".join(regions.path(code))


def _ask(
    text: str, status: Status, choices: list[tuple[str, Slots]], slots: Slots, top: float | None
) -> tuple[Reply, list[tuple[str, Slots]]]:
    options = tuple(Option(id=str(n), label=label) for n, (label, _) in enumerate(choices, 1))
    reply = Reply(text=text, status=status, options=options, probability=top, slots=slots)
    return reply, choices


def _no_content(decision: NoContent, findings: Findings) -> str:
    say = wording().unanswerable
    if decision.region is None:
        return say["no_content"].format(name=decision.name)
    return say["no_content_region"].format(
        name=decision.name,
        region=findings.regions[decision.region].name,
        others=_listed(findings.regions[code].name for code in decision.others),
    )


def _listed(names: Iterable[str], most: int = OFFERED * 3) -> str:
    listed = list(names)
    return "、".join(listed[:most]) + ("等" if len(listed) > most else "")


def _pending(
    choices: list[tuple[str, Slots]], reply: Reply, understood: Understood
) -> Pending | None:
    if not choices:
        return None
    by_id = {option.id: option for option in reply.options}
    return Pending(
        search_text=understood.search_text,
        elements=understood.elements,
        options=dict(zip(by_id, (slots for _, slots in choices), strict=True)),
        labels={each.id: each.label for each in by_id.values()},
    )
