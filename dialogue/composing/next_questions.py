"""What people ask next about an item: as far as its guide can answer it."""

from dialogue.composing.scene import Scene
from dialogue.deciding.decisions import AnswerGuide
from dialogue.turn import Status
from dialogue.wording import wording
from kb.elements import Element

_IN_ORDER = (
    Element.MATERIALS,
    Element.PLACE,
    Element.HOURS,
    Element.FEE,
    Element.PROMISED_LIMIT,
    Element.ONLINE,
    Element.PHONE,
)
# What comes to mind first after one of these.
_AFTER = {
    Element.CONDITIONS: (Element.MATERIALS, Element.PROCEDURE, Element.PLACE),
    Element.MATERIALS: (Element.PLACE, Element.HOURS, Element.FEE),
    Element.PROCEDURE: (Element.MATERIALS, Element.PLACE, Element.PROMISED_LIMIT),
    Element.PROMISED_LIMIT: (Element.ONLINE, Element.MATERIALS, Element.PLACE),
    Element.FEE: (Element.MATERIALS, Element.PROMISED_LIMIT, Element.PLACE),
    Element.PLACE: (Element.HOURS, Element.MATERIALS, Element.PHONE),
    Element.HOURS: (Element.PLACE, Element.MATERIALS, Element.PHONE),
    Element.PHONE: (Element.HOURS, Element.PLACE, Element.MATERIALS),
    Element.ONLINE: (Element.MATERIALS, Element.PROMISED_LIMIT, Element.FEE),
    Element.OUTCOME: (Element.PROMISED_LIMIT, Element.MATERIALS, Element.PLACE),
}
_MOST = 3


def next_questions(decision: AnswerGuide, scene: Scene, status: Status) -> tuple[str, ...]:
    """Two or three questions, of what was neither told now nor just before."""
    say = wording().next
    told = {*decision.elements}
    if not scene.is_new(decision.guide.item_code):
        told |= {*scene.state.elements}
    first = _AFTER.get(decision.elements[-1], ()) if decision.elements else ()
    open_ones = [
        say[each]
        for each in dict.fromkeys((*first, *_IN_ORDER))
        if each not in told and each in decision.guide.elements and each in say
    ]
    if status is not Status.ANSWERED:
        return (say["settle"], *open_ones[: _MOST - 1])
    return tuple(open_ones[:_MOST])
