"""Answering out of a guide: each element word for word, with prose only around it."""

from dataclasses import replace

from dialogue.composing.asking import with_others
from dialogue.composing.citing import cite_element, guide_answer, source_lines
from dialogue.composing.districts import ask_for_district
from dialogue.composing.excerpts import excerpt, questions_about
from dialogue.composing.glossing import gloss
from dialogue.composing.leading import lead
from dialogue.composing.lists import Shown, shown
from dialogue.composing.next_questions import next_questions
from dialogue.composing.opening_lines import opening_lines
from dialogue.composing.saying import block, sentence, under
from dialogue.composing.scene import Scene
from dialogue.composing.side_by_side import side_by_side
from dialogue.deciding.decisions import AnswerGuide, AnswerQuestion, Told
from dialogue.deciding.elements import likest_elements, with_next_best, words_asked
from dialogue.findings import element_text
from dialogue.reply import Reply
from dialogue.turn import Answer, Status
from dialogue.wording import wording
from dialogue.words import asks_for_one_thing
from kb.elements import Element


def compose_guide(decision: AnswerGuide, scene: Scene) -> Reply:
    """Give what was asked for out of one guide, or of a few side by side."""
    findings, say = scene.findings, wording().answer
    cut: tuple[tuple[Element, int], ...] = ()
    begun = lead(decision, scene.asked, scene.state, findings, scene.variety)
    if decision.differing is not None:
        answers, blocks = side_by_side(decision, scene)
        blocks = ("".join(begun.sentences), *under(begun.matter, blocks))
    else:
        elements = with_next_best(decision.guide, decision.elements)
        overview = not decision.asked and len(elements) > 1
        words = _asked_alone(decision, scene)
        answers, parts, cut = _told(decision.told[0], elements, scene, words, overview=overview)
        if len(answers) == 1 and not decision.unplaced:
            blocks = ("".join((*begun.sentences, sentence(begun.matter, answers[0], parts[0]))),)
        else:
            blocks = tuple(map(block, answers, parts))
            if decision.unplaced:
                likest = likest_elements(decision.guide, scene.asked.understood.search_text)
                related = set(likest).intersection(decision.elements)
                by_phone = decision.elements == (Element.PHONE,)
                near = "unplaced" if by_phone else "unplaced_near"
                blocks = (say["related" if related else near], *blocks)
            blocks = ("".join(begun.sentences), *under(begun.matter, blocks))
    notices = tuple(
        dict.fromkeys(
            say["notice"].format(text=notice.text)
            for told in decision.told
            for notice in findings.notices_for(told.guide)
        )
    )
    status = overall(answers)
    is_whole = status is Status.ANSWERED
    tail = ask_for_district(decision, scene) if is_whole else (say["settle"],)
    paragraphs = (*notices, *blocks, *tail)
    sources = "\n".join(source_lines(answers, findings.regions))
    reply = Reply(
        text="\n\n".join(filter(None, (*paragraphs, sources))),
        status=status,
        slots=decision.slots,
        answers=answers,
        suggestions=next_questions(decision, scene, status),
        probability=decision.probability,
        context=(*begun.context, *(notice for notice in notices)),
        cut=cut,
    )
    return with_others(reply, decision.others, scene) if decision.others else reply


def _asked_alone(decision: AnswerGuide, scene: Scene) -> tuple[str, ...]:
    """The words of one thing that is asked by itself; none where whole elements are asked for."""
    text = scene.asked.understood.search_text
    if not (decision.unplaced or asks_for_one_thing(text)):
        return ()
    return words_asked(decision.guide, text)


def _told(
    told: Told,
    elements: tuple[Element, ...],
    scene: Scene,
    words: tuple[str, ...],
    *,
    overview: bool,
) -> tuple[tuple[Answer, ...], tuple[Shown, ...], tuple[tuple[Element, int], ...]]:
    """The answers, how each is read, and up to which item the lists that are not whole were told."""
    answers, parts, cut = [], [], []
    for element in elements:
        answer = _answer(told, element, scene)
        if element is Element.FAQ and words and answer.citations:
            told_of = questions_about(answer.text, words)
            cited = cite_element(told, element, told_of)
            answer = replace(answer, text=told_of, citations=(cited,))
        part = excerpt(element, answer.text, words) if words else None
        part = part or shown(element, answer.text, scene, overview=overview)
        if part.said is not None:
            answer = replace(answer, worked_out=(part.said, *answer.worked_out))
        if part.upto is not None:
            cut.append((element, part.upto))
        answers.append(answer)
        parts.append(part)
    return tuple(answers), tuple(parts), tuple(cut)


def answers_of(told: Told, elements: tuple[Element, ...], scene: Scene) -> tuple[Answer, ...]:
    """The elements of a guide, whole."""
    return tuple(_answer(told, element, scene) for element in elements)


def compose_question(decision: AnswerQuestion, scene: Scene) -> Reply:
    """Give the answer to a question that stands in the guide itself."""
    told, quote = decision.told, decision.answer
    citation = cite_element(told, Element.FAQ, quote)
    answer = guide_answer(told, Element.FAQ, Status.ANSWERED, quote)
    answer = replace(answer, citations=(citation,))
    sources = source_lines((answer,), scene.findings.regions)
    return Reply(
        text="\n\n".join((quote, *sources)),
        status=Status.ANSWERED,
        slots=decision.slots,
        answers=(answer,),
        probability=decision.probability,
    )


def overall(answers: tuple[Answer, ...]) -> Status:
    """The status of a reply of several answers."""
    statuses = [answer.status for answer in answers]
    if all(each is Status.ANSWERED for each in statuses):
        return Status.ANSWERED
    return Status.ANSWERED_PARTLY if Status.ANSWERED in statuses else statuses[0]


def _answer(told: Told, element: Element, scene: Scene) -> Answer:
    text = element_text(told.guide, element)
    if text is None:
        return absent(told, element)
    worked_out = opening_lines(text, scene.asked.day, scene.findings)
    if element is not Element.HOURS:
        worked_out = tuple(filter(None, (gloss(told.guide.elements[element]),)))
    return replace(
        guide_answer(told, element, Status.ANSWERED, text),
        citations=(cite_element(told, element, text),),
        worked_out=worked_out,
    )


def absent(told: Told, element: Element) -> Answer:
    """That the guide lacks an element, and whom to ask, with the place where that stands."""
    say, label = wording().answer, wording().elements[element]
    phone = element_text(told.guide, Element.PHONE)
    if phone is None:
        agency = told.guide.agency or wording().elements[Element.AGENCY]
        text = say["absent_no_phone"].format(element=label, agency=agency)
        return guide_answer(told, element, Status.UNANSWERABLE_NO_CONTENT, text)
    text = say["absent"].format(
        element=label, phone=wording().answer["and"].join(phone.splitlines())
    )
    answer = guide_answer(told, element, Status.UNANSWERABLE_NO_CONTENT, text)
    return replace(answer, citations=(cite_element(told, Element.PHONE, phone),))
