"""That the districts have a place, hours or a telephone of their own, where none was named."""

from dialogue.composing.scene import Scene
from dialogue.deciding.decisions import AnswerGuide
from dialogue.findings import element_text
from dialogue.wording import wording
from kb.elements import Element
from kb.records import Guide

_LOCAL = (Element.PLACE, Element.HOURS, Element.PHONE)


def ask_for_district(decision: AnswerGuide, scene: Scene) -> tuple[str, ...]:
    """「各区的办理地点不一样，您在哪个区？」, below what the guide around them says."""
    guide, say = decision.guide, wording()
    if scene.asked.slots.region or decision.differing or guide.region is None:
        return ()
    inside = set(scene.findings.regions.subtree(guide.region)) - {guide.region}
    own = [
        each
        for _, each in scene.findings.guides(guide.item_code)
        if each.region in inside and each.situation == guide.situation
    ]
    local = [
        say.said(element)
        for element in _LOCAL
        if element in decision.elements and any(_differs(each, guide, element) for each in own)
    ]
    return (
        (say.answer["districts"].format(elements=say.answer["and"].join(local)),) if local else ()
    )


def _differs(guide: Guide, around: Guide, element: Element) -> bool:
    return element_text(guide, element) not in (None, element_text(around, element))
