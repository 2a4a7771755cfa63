"""Handing over: what the citizen is told, and the packet that goes with it."""

from collections.abc import Mapping

from dialogue.deciding.decisions import HandOver
from dialogue.handoff import HandOffPacket, HandOffReason
from dialogue.phrases import phrase
from dialogue.reply import Reply
from dialogue.state import State
from dialogue.turn import Slots, Status
from dialogue.understanding import Understood
from dialogue.wording import wording
from kb.elements import Element
from kb.regions import Regions

STATUS: Mapping[HandOffReason, Status] = {
    HandOffReason.REQUESTED: Status.HANDOFF_REQUESTED,
    HandOffReason.REPEATED_FAILURE: Status.HANDOFF_REPEATED_FAILURE,
    HandOffReason.ANGER: Status.HANDOFF_ANGER,
    HandOffReason.SENSITIVE: Status.HANDOFF_SENSITIVE,
    HandOffReason.CONFLICT: Status.HANDOFF_CONFLICT,
    HandOffReason.REQUEST: Status.HANDOFF_REQUEST,
    HandOffReason.UNSETTLED: Status.HANDOFF_REQUESTED,
}


def hand_over(
    decision: HandOver, said: Understood, state: State, name: str | None, regions: Regions
) -> Reply:
    """Say that a person goes on, what they know already, and where the session stands."""
    slots = decision.slots or state.slots
    if len(said.regions) == 1:
        slots = Slots(
            item=slots.item,
            situation=slots.situation,
            region=said.regions[0],
            audience=slots.audience,
        )
    same = slots.item == state.slots.item
    elements = decision.elements or (state.elements if same else ())
    packet = HandOffPacket(
        reason=decision.reason,
        kind=said.kind.value,
        item=slots.item,
        name=name if slots.item else None,
        region=slots.region,
        situation=slots.situation,
        audience=slots.audience,
        elements=tuple(each.value for each in elements),
        words=state.words,
        tried=state.tried,
    )
    say = wording().handoff
    facts = _facts(packet, elements, regions)
    if state.handoff is None:
        lines = [_reason(decision, said, elements), _known(facts), say["waiting"]]
    elif decision.reason is HandOffReason.REPEATED_FAILURE:
        lines = [say["already"]]
        facts = []
    else:
        lines = [_reason(decision, said, elements), say["already"]]
        lines.append(_known(facts))
    return Reply(
        text="\n".join(lines),
        status=STATUS[decision.reason],
        slots=slots,
        packet=packet,
        context=tuple(facts),
    )


def _reason(decision: HandOver, said: Understood, elements: tuple[Element, ...]) -> str:
    say = wording()
    match decision.reason:
        case HandOffReason.REQUEST:
            return say.handoff[f"request_{said.kind.value}"]
        case HandOffReason.REQUESTED if phrase("call_back").search(said.search_text):
            given = any(say.masks[each] in said.masked for each in ("mobile", "landline"))
            return say.handoff["call_back"] + ("" if given else say.handoff["call_back_number"])
        case HandOffReason.CONFLICT:
            labels = "、".join(say.elements[each] for each in elements)
            return say.handoff["conflict"].format(element=labels)
        case _:
            return say.handoff[decision.reason.value]


def _known(facts: list[str]) -> str:
    """That nothing has to be said again."""
    say = wording()
    if not facts:
        return say.handoff["known_words"]
    return say.handoff["known"].format(facts=say.answer["and"].join(facts))


def _facts(packet: HandOffPacket, elements: tuple[Element, ...], regions: Regions) -> list[str]:
    """What is known, as the citizen can check it."""
    say = wording()
    facts = []
    if packet.name:
        facts.append(say.handoff["fact_item"].format(name=packet.name))
    if packet.situation:
        facts.append(say.handoff["fact_situation"].format(situation=packet.situation))
    if packet.region:
        facts.append(say.handoff["fact_region"].format(region=regions[packet.region].name))
    if elements and packet.name:
        labels = "、".join(say.elements[each] for each in elements)
        facts.append(say.handoff["fact_element"].format(elements=labels))
    return facts
