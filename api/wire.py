"""From domain objects to wire schemas: pure, one function a kind of answer."""

from collections.abc import Iterable

from api import schemas
from dialogue.handoff import HandOff
from dialogue.service import OpenedSession
from dialogue.turn import Answer, Citation, Turn
from kb.regions import Region, Regions
from retriever.results import Hit, Results


def session_opened(opened: OpenedSession) -> schemas.SessionOpened:
    """A new session."""
    return schemas.SessionOpened(id=opened.id, token=opened.token, greeting=opened.greeting)


def turn_view(turn: Turn) -> schemas.Turn:
    """A turn; the packet of a hand-over stays inside."""
    return schemas.Turn(
        id=turn.id,
        session_id=turn.session_id,
        seq=turn.seq,
        text=turn.text,
        status=turn.status.value,
        slots=schemas.Slots(
            item=turn.slots.item,
            situation=turn.slots.situation,
            region=turn.slots.region,
            audience=turn.slots.audience,
        ),
        answers=[_answer(answer) for answer in turn.answers],
        options=[schemas.Option(id=option.id, label=option.label) for option in turn.options],
        suggestions=list(turn.suggestions),
        probability=turn.probability,
        handoff=_handoff(turn.handoff),
        generation=turn.generation,
        machine_made=turn.machine_made,
        timings_ms=dict(turn.timings_ms),
    )


def _answer(answer: Answer) -> schemas.Answer:
    return schemas.Answer(
        status=answer.status.value,
        item_code=answer.item_code,
        name=answer.name,
        region=answer.region,
        situation=answer.situation,
        element=answer.element,
        text=answer.text,
        citations=[_citation(citation) for citation in answer.citations],
        worked_out=list(answer.worked_out),
    )


def _citation(citation: Citation) -> schemas.Citation:
    return schemas.Citation(
        entry_id=citation.entry_id,
        item_code=citation.item_code,
        name=citation.name,
        agency=citation.agency,
        region=citation.region,
        element=citation.element,
        version=citation.version,
        verified_on=citation.verified_on,
        quote=citation.quote,
        url=citation.url,
    )


def _handoff(handoff: HandOff | None) -> schemas.HandOff | None:
    if handoff is None:
        return None
    return schemas.HandOff(
        id=handoff.id,
        state=handoff.state.value,
        position=handoff.position,
        expected_wait_s=handoff.expected_wait_s,
    )


def history(session_id: str, turns: Iterable[tuple[str, Turn]]) -> schemas.History:
    """The rounds of a session so far."""
    return schemas.History(
        session_id=session_id,
        turns=[schemas.PastTurn(question=words, turn=turn_view(turn)) for words, turn in turns],
    )


def search_response(results: Results) -> schemas.SearchResponse:
    """Ranked hits; what was rejected and the timings stay inside."""
    return schemas.SearchResponse(
        generation=results.generation, hits=[_hit(hit) for hit in results.hits]
    )


def _hit(hit: Hit) -> schemas.SearchHit:
    return schemas.SearchHit(
        item_code=hit.item_code,
        name=hit.name,
        region=hit.region,
        entry_id=hit.entry_id,
        element=hit.element and hit.element.value,
        kind=hit.kind.value,
        probability=hit.probability,
        text=hit.text,
    )


def regions_response(generation: int, regions: Regions) -> schemas.RegionsResponse:
    """The tree, in the order in which the regions were imported."""
    children: dict[str | None, list[Region]] = {}
    for region in regions:
        children.setdefault(region.parent, []).append(region)

    def nodes(parent: str | None) -> list[schemas.RegionNode]:
        return [
            schemas.RegionNode(code=each.code, name=each.name, children=nodes(each.code))
            for each in children.get(parent, [])
        ]

    return schemas.RegionsResponse(generation=generation, regions=nodes(None))
