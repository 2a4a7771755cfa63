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
_MOST = 3


def next_questions(decision: AnswerGuide, scene: Scene, status: Status) -> tuple[str, ...]:
    """Two or three questions, of what was neither told now nor just before."""
    say = wording().next
    told = {*decision.elements}
    if not scene.is_new(decision.guide.item_code):
        told |= {*scene.state.elements}
    open_ones = [
        say[each]
        for each in _IN_ORDER
        if each not in told and each in decision.guide.elements and each in say
    ]
    if status is not Status.ANSWERED:
        return (say["settle"], *open_ones[: _MOST - 1])
    return tuple(open_ones[:_MOST])
