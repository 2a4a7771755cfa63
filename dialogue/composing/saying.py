"""An element as it is said: in a sentence by itself, or under its name as one of several."""

from dialogue.composing.lists import Shown
from dialogue.turn import Answer, Status
from dialogue.wording import wording
from kb.elements import Element


def sentence(matter: str, answer: Answer, part: Shown) -> str:
    """An element told by itself: 「养犬登记的费用：不收费」; of a matter that goes without saying 「费用：不收费」."""
    say = wording()
    if answer.status is not Status.ANSWERED or answer.element is None:
        absent = answer.text
        return say.answer["absent_of"].format(matter=matter, absent=absent) if matter else absent
    element = Element(answer.element)
    if element is Element.HOURS and answer.worked_out:  # whether it is open goes first
        return "\n".join(
            under(matter, (_told(answer, part, say.answer["said"], say.said(element)),))
        )
    label = f"{matter}{say.spoken[element]}" if matter else say.said(element)
    return _told(answer, part, say.answer["said"], label)


def block(answer: Answer, part: Shown) -> str:
    """An element under its name, as one of several."""
    if answer.status is not Status.ANSWERED or answer.element is None:
        return answer.text
    label = wording().elements[Element(answer.element)]
    return _told(answer, part, wording().answer["element"], label)


def under(matter: str, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """Paragraphs below a line that says what they are about."""
    return (
        (wording().answer["heading"].format(matter=matter), *paragraphs) if matter else paragraphs
    )


def _told(answer: Answer, part: Shown, form: str, label: str) -> str:
    """A value behind its name, a list below it; what is worked out stands with it."""
    text = "\n".join(filter(None, (part.said, part.text)))
    is_list = "\n" in text
    said = form.format(element=label, text=f"\n{text}" if is_list else text)
    beside = tuple(each for each in answer.worked_out if each != part.said)
    if answer.element == Element.HOURS:
        return "\n".join((*beside, said))
    return ("\n" if is_list else "").join((said, *beside))
