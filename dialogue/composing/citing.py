"""Where an answer stands, as a citation and as a line to read."""

from collections.abc import Iterable

from dialogue.deciding.decisions import Told
from dialogue.findings import element_text
from dialogue.turn import Answer, Citation, Status
from dialogue.wording import wording
from kb.elements import Element
from kb.life_events import LifeEvent
from kb.records import Faq, Policy
from kb.regions import Regions
from kb.store import StoredRecord
from retriever.results import Hit


def cite_element(told: Told, element: Element, quote: str) -> Citation:
    """The citation of an element of a guide, or of a part of it."""
    guide, stored = told.guide, told.stored
    return Citation(
        entry_id=f"{stored.record_id}.{element}",
        item_code=guide.item_code,
        name=guide.name,
        agency=guide.agency,
        region=guide.region,
        element=element,
        version=stored.version,
        verified_on=guide.verified_on,
        quote=quote,
        url=guide.source_url or element_text(guide, Element.ONLINE),
    )


def cite_entry(stored: StoredRecord, hit: Hit) -> Citation:
    """The citation of a question's answer, a passage, or the steps of a life event."""
    record = stored.record
    if not isinstance(record, Faq | Policy | LifeEvent):
        raise TypeError(record)
    return Citation(
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


def guide_answer(told: Told, element: Element | None, status: Status, text: str) -> Answer:
    """An answer out of a guide, without its citation."""
    guide = told.guide
    return Answer(
        status=status,
        item_code=guide.item_code,
        name=guide.name,
        region=guide.region,
        situation=guide.situation,
        element=element,
        text=text,
    )


def source_lines(answers: Iterable[Answer], regions: Regions) -> tuple[str, ...]:
    """One line for each guide that is cited."""
    cited = (citation for answer in answers for citation in answer.citations)
    return tuple(dict.fromkeys(_source(citation, regions) for citation in cited))


def _source(citation: Citation, regions: Regions) -> str:
    say = wording().answer
    return say["source" if citation.element else "source_other"].format(
        name=citation.name,
        agency=citation.agency or say["unstated"],
        region=regions[citation.region].name if citation.region else say["everywhere"],
        version=citation.version,
        verified_on=citation.verified_on or say["unstated"],
    )
