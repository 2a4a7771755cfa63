"""Composing: the stored element word for word, with prose only around it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dialogue.deciding import NEXT_BEST, AnswerEntry, AnswerGuide
from dialogue.findings import Findings, element_text
from dialogue.turn import Answer, Citation, Status
from dialogue.wording import wording
from kb.elements import Element
from kb.life_events import LifeEvent
from kb.records import Faq, Guide, Policy
from kb.regions import Regions


@dataclass(frozen=True, kw_only=True)
class Composed:
    """What is said, and the same structured."""

    text: str
    status: Status
    answers: tuple[Answer, ...]


def compose_guide(decision: AnswerGuide, findings: Findings) -> Composed:
    """Give each element asked for in the guide's own words, or say that the guide lacks it."""
    guide = decision.guide
    if untimely := _untimely(guide, findings.today):
        answer = Answer(
            status=Status.UNANSWERABLE_EXPIRED,
            item_code=guide.item_code,
            name=guide.name,
            region=guide.region,
            situation=guide.situation,
            element=None,
            text=untimely,
        )
        return Composed(text=untimely, status=answer.status, answers=(answer,))
    elements = tuple(_with_next_best(guide, decision.elements))
    answers = tuple(_answer(decision, element) for element in elements)
    lines = [_heading(guide, findings.regions), *map(_labelled, answers)]
    cited = [citation for answer in answers for citation in answer.citations]
    if cited:
        lines.append(_source(cited[0], findings.regions))
    return Composed(text="\n\n".join(lines), status=_overall(answers), answers=answers)


def compose_entry(decision: AnswerEntry, findings: Findings) -> Composed:
    """Give the answer of a question, the passage of a policy or the steps of a life event."""
    stored, hit, say = decision.stored, decision.hit, wording().answer
    record = stored.record
    if not isinstance(record, Faq | Policy | LifeEvent):
        raise TypeError(record)
    valid_until = record.valid_until
    expired = valid_until is not None and valid_until < findings.today
    if expired:
        text = say["expired"].format(
            valid_until=valid_until, agency=record.agency or say["unstated"]
        )
    elif isinstance(record, Faq):
        text = say["question"].format(question=record.question, text=hit.text)
    elif isinstance(record, LifeEvent):
        text = say["life_event"].format(name=record.name, text=hit.text)
    else:
        text = say["passage"].format(title=record.title, text=hit.text)
    citation = Citation(
        entry_id=hit.entry_id,
        item_code=hit.item_code,
        name=hit.name,
        agency=record.agency,
        region=record.region,
        element=None,
        version=stored.version,
        verified_on=None if isinstance(record, Policy) else record.verified_on,
        quote=hit.text,
        url=record.source_url,
    )
    answer = Answer(
        status=Status.UNANSWERABLE_EXPIRED if expired else Status.ANSWERED,
        item_code=hit.item_code,
        name=hit.name,
        region=record.region,
        situation=None,
        element=None,
        text=text if expired else hit.text,
        citations=() if expired else (citation,),
    )
    whole = text if expired else f"{text}\n\n{_source(citation, findings.regions)}"
    return Composed(text=whole, status=answer.status, answers=(answer,))


def _with_next_best(guide: Guide, elements: Iterable[Element]) -> Iterable[Element]:
    seen: set[Element] = set()
    for element in elements:
        stand_ins = () if element in guide.elements else NEXT_BEST.get(element, ())
        for each in (element, *(e for e in stand_ins if e in guide.elements)):
            if each not in seen:
                seen.add(each)
                yield each


def _answer(decision: AnswerGuide, element: Element) -> Answer:
    guide, stored, say = decision.guide, decision.stored, wording()
    text = element_text(guide, element)
    shell = Answer(
        status=Status.UNANSWERABLE_NO_CONTENT,
        item_code=guide.item_code,
        name=guide.name,
        region=guide.region,
        situation=guide.situation,
        element=element,
        text="",
    )
    if text is None:
        phone = element_text(guide, Element.PHONE)
        sentence = say.answer["absent" if phone else "absent_no_phone"]
        return replace(shell, text=sentence.format(phone=phone))
    citation = Citation(
        entry_id=f"{stored.record_id}.{element}",
        item_code=guide.item_code,
        name=guide.name,
        agency=guide.agency,
        region=guide.region,
        element=element,
        version=stored.version,
        verified_on=guide.verified_on,
        quote=text,
        url=guide.source_url or element_text(guide, Element.ONLINE),
    )
    return replace(
        shell,
        status=Status.ANSWERED,
        text=text,
        citations=(citation,),
    )


def _labelled(answer: Answer) -> str:
    """An element under its name; `Answer.text` itself stays word for word the guide's."""
    if answer.element is None:
        return answer.text
    say = wording()
    label = say.elements[Element(answer.element)]
    return say.answer["element"].format(element=label, text=answer.text)


def _heading(guide: Guide, regions: Regions) -> str:
    key = "about"
    if guide.situation:
        key += "_situation"
    if guide.region:
        key += "_in"
    return (
        wording()
        .answer[key]
        .format(
            name=guide.name,
            situation=guide.situation,
            region=regions[guide.region].name if guide.region else "",
        )
    )


def _source(citation: Citation, regions: Regions) -> str:
    say = wording().answer
    return say["source" if citation.element else "source_other"].format(
        name=citation.name,
        agency=citation.agency or say["unstated"],
        region=regions[citation.region].name if citation.region else say["everywhere"],
        version=citation.version,
        verified_on=citation.verified_on or say["unstated"],
    )


def _untimely(guide: Guide, today: date) -> str | None:
    say = wording().answer
    agency = guide.agency or say["unstated"]
    if guide.valid_until and guide.valid_until < today:
        return say["expired"].format(valid_until=guide.valid_until, agency=agency)
    if guide.valid_from and guide.valid_from > today:
        return say["not_yet_valid"].format(valid_from=guide.valid_from, agency=agency)
    return None


def _overall(answers: tuple[Answer, ...]) -> Status:
    answered = [answer.status is Status.ANSWERED for answer in answers]
    if all(answered):
        return Status.ANSWERED
    return Status.ANSWERED_PARTLY if any(answered) else Status.UNANSWERABLE_NO_CONTENT
