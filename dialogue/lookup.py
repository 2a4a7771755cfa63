"""Looking things up in a published base."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from dialogue.errors import GuideUnknown
from dialogue.findings import Findings, element_text
from dialogue.phrases import phrases
from dialogue.resolving import Asked, Relation
from dialogue.responding import LookUp
from dialogue.service import GuidePage, PublishedGuide
from dialogue.state import State
from dialogue.understanding import Understood, as_guides_say
from dialogue.understanding.sayings import told_of_the_dead
from dialogue.weighing import weighed
from kb.entries import EntryKind
from kb.life_events import LifeEvent
from kb.records import Guide
from retriever.base import Base
from retriever.results import Hit, Query, Results

# So many of the best hits can be answered from; the others are only named.
_ANSWERED_FROM = 5
_OF_A_TOPIC = 40  # hits out of which all matters of a topic are listed


class BaseLookUp(LookUp):
    """Reads one generation for one turn, and keeps how long that took."""

    def __init__(self, base: Base, today: date) -> None:
        self._base = base
        self._today = today
        self.timings_ms: dict[str, float] = {}

    def know(self, state: State) -> Findings:
        """See `LookUp.know`."""
        return self._findings((), (), [state.slots.item])

    def find(self, asked: Asked) -> Findings:
        """See `LookUp.find`; nothing is searched for where the item is settled."""
        item = asked.slots.item
        if asked.asks_for_others:
            # All that there is to get; which of it is told is chosen by whose it is.
            benefits = " ".join(phrases()["benefits"])
            others = self._search(benefits, asked.slots.region, _OF_A_TOPIC)
            return self._findings((), others, [item, *(hit.item_code for hit in others)])
        if asked.relation.keeps_item and asked.relation is not Relation.CHOICE and item:
            return self._findings((), (), [item])
        k = _OF_A_TOPIC if asked.understood.topic else Query.k
        hits = self._search(_told_with(asked), asked.slots.region, k)
        if asked.dead and not asked.of_the_dead and not self._is_sure(hits):
            # 「银行卡里的钱呢」, after a father has died.
            of_the_dead = self._search(
                _told_with(replace(asked, of_the_dead=True)), asked.slots.region
            )
            hits = max(hits, of_the_dead, key=lambda each: each[0].probability if each else 0.0)
        hits = weighed(hits, asked.elements, asked.search_text, partial(_steps, self._base))
        within: tuple[Hit, ...] = ()
        if asked.goes_on_open is not None:
            together = replace(asked, search_text=asked.with_open_words)
            within = self._search(_told_with(together), asked.slots.region)
        elif asked.relation is Relation.MAY_FOLLOW and item and not self._is_sure(hits):
            words = f"{self._base.name(item)} {asked.search_text}"
            within = self._search(words, asked.slots.region)
        return self._findings(hits, within, [item, *self._wanted(hits), *self._wanted(within)])

    def _is_sure(self, hits: Sequence[Hit]) -> bool:
        return bool(hits) and hits[0].probability >= self._base.answer_at

    def _wanted(self, hits: Sequence[Hit]) -> list[str]:
        codes = [hit.item_code for hit in hits[:_ANSWERED_FROM]]
        return [*codes, *(step for code in codes[:1] for step in _steps(self._base, code))]

    def _search(self, text: str, region: str | None, k: int = Query.k) -> tuple[Hit, ...]:
        regions, codes = self._base.regions, None
        text = as_guides_say(text, regions.names)
        if region is not None:
            # A district below may hold the guide of an item that is asked for in its city.
            codes = frozenset((*regions.line(region), *regions.subtree(region)))
        results = self._base.find(Query(text=text, regions=codes, k=k))
        if not results.hits and codes is not None:
            results = self._base.find(Query(text=text, k=k))
        for name, took in results.timings_ms.items():
            self.timings_ms[name] = self.timings_ms.get(name, 0.0) + took
        return results.hits

    def _findings(
        self, hits: tuple[Hit, ...], within: tuple[Hit, ...], codes: Iterable[str | None]
    ) -> Findings:
        base, today = self._base, self._today
        known = {code: base.records(code) for code in codes if code is not None}
        return Findings(
            generation=base.generation,
            today=today,
            regions=base.regions,
            hits=hits,
            within=within,
            records={code: records for code, records in known.items() if records},
            answer_at=base.answer_at,
            offer_at=base.offer_at,
            events=base.life_events,
            notices=tuple(notice for notice in base.notices if notice.holds_on(today)),
        )


def _told_with(asked: Asked) -> str:
    """The words to search for, with what was told of the person they speak of."""
    text = asked.search_text
    return told_of_the_dead(text) if asked.of_the_dead else text


def search_base(base: Base, understood: Understood, *, region: str | None, k: int) -> Results:
    """Ranked hits, each with the element that the words ask for.

    Raises:
        RegionUnknown: from `kb.errors`, naming the choices.
    """
    codes = None
    if region is not None:
        codes = frozenset(base.regions.line(base.regions.resolve(region).code))
    text = as_guides_say(understood.search_text, base.regions.names)
    results = base.find(Query(text=text, regions=codes, k=k))
    hits = tuple(
        _with_element(base, hit, understood, region)
        for hit in weighed(
            results.hits, understood.elements, understood.search_text, partial(_steps, base)
        )
    )
    return replace(results, hits=hits)


def guide_page(base: Base, item_code: str, *, region: str | None) -> GuidePage:
    """All situations of an item in the nearest region.

    Raises:
        GuideUnknown, RegionUnknown.
    """
    wanted = base.regions.resolve(region).code if region is not None else None
    stored = base.records(item_code)
    guides = [(each, each.record) for each in stored if isinstance(each.record, Guide)]
    if not stored or (not guides and base.is_entry(item_code)):
        raise GuideUnknown
    codes = list(dict.fromkeys(guide.region for _, guide in guides))
    line: tuple[str | None, ...] = (*base.regions.line(wanted), None) if wanted else ()
    nearest = next((code for code in line if code in codes), None)
    if wanted is None and codes:
        nearest = min(codes, key=lambda code: len(base.regions.line(code)) if code else 0)
    return GuidePage(
        item_code=item_code,
        name=base.name(item_code),
        generation=base.generation,
        region=base.regions[nearest] if nearest else None,
        guides=tuple(
            PublishedGuide(
                guide=guide,
                source=each.source,
                version=each.version,
                entry_ids={str(e): f"{each.record_id}.{e}" for e in guide.elements},
            )
            for each, guide in guides
            if guide.region == nearest
        ),
        other_regions=tuple(base.regions[c] for c in codes if c and c != nearest),
    )


def _steps(base: Base, code: str) -> list[str]:
    """The items of a life event, in order; none where the code is that of something else."""
    events = (each.record for each in base.records(code))
    steps = (step for event in events if isinstance(event, LifeEvent) for step in event.steps)
    return [step.item_code for step in steps if step.item_code is not None]


def situations(base: Base, item_code: str | None) -> frozenset[str]:
    """The situations that an item's guides tell apart; without an item, those of the base."""
    if item_code is None:
        return base.situations
    guides = (each.record for each in base.records(item_code))
    return frozenset(
        guide.situation for guide in guides if isinstance(guide, Guide) and guide.situation
    )


def _with_element(base: Base, hit: Hit, understood: Understood, region: str | None) -> Hit:
    """Show the element asked for instead of the item's name, where the nearest guide has it."""
    if hit.kind is not EntryKind.ITEM or not understood.elements:
        return hit
    element = understood.elements[0]
    guides = [(s, s.record) for s in base.records(hit.item_code) if isinstance(s.record, Guide)]
    line = base.regions.line(base.regions.resolve(region).code) if region else ()
    order: dict[str | None, int] = {code: rank for rank, code in enumerate((*line, None))}
    near = sorted(
        (pair for pair in guides if not line or pair[1].region in order),
        key=lambda pair: (pair[1].situation != hit.situation, order.get(pair[1].region, 0)),
    )
    for stored, guide in near:
        if (text := element_text(guide, element)) is not None:
            return replace(
                hit,
                kind=EntryKind.ELEMENT,
                element=element,
                entry_id=f"{stored.record_id}.{element}",
                region=guide.region,
                text=text,
            )
    return hit
