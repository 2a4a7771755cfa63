"""Standing by what was said: out of which guide it is, and who can be asked."""

from dataclasses import replace

from dialogue.composing.citing import cite_element, guide_answer, source_lines
from dialogue.composing.scene import Scene
from dialogue.deciding.decisions import Told
from dialogue.deciding.guides import guides_of, nearest, of_situations
from dialogue.findings import element_text
from dialogue.reply import Reply
from dialogue.turn import Status
from dialogue.wording import one_of, wording
from kb.elements import Element


def vouch(scene: Scene) -> Reply:
    """Where it stands, with the telephone of those who wrote it; without a matter, how we answer."""
    say, slots = wording(), scene.state.slots
    suggestions = (say.next["settle"],)
    told = _told_before(scene)
    phone = element_text(told.guide, Element.PHONE) if told is not None else None
    if told is None or phone is None:
        text = one_of(say.smalltalk["doubt"], scene.variety)
        return Reply(text=text, status=Status.SMALLTALK, slots=slots, suggestions=suggestions)
    phones = say.answer["and"].join(phone.splitlines())
    text = one_of(say.smalltalk["doubt_guide"], scene.variety).format(phone=phones)
    answer = replace(
        guide_answer(told, Element.PHONE, Status.ANSWERED, phone),
        citations=(cite_element(told, Element.PHONE, phone),),
    )
    sources = source_lines((answer,), scene.findings.regions)
    return Reply(
        text="\n\n".join((text, *sources)),
        status=Status.ANSWERED,
        slots=slots,
        answers=(answer,),
        suggestions=suggestions,
    )


def _told_before(scene: Scene) -> Told | None:
    slots, findings = scene.state.slots, scene.findings
    every = guides_of(findings, slots.item) if slots.item is not None else ()
    guides = of_situations(every, (slots.situation,) if slots.situation else ())
    return next(iter(nearest(guides, slots.region, findings) or guides), None)
