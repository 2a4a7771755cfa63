"""Looking things up in a published base, outside of any conversation."""

from dataclasses import replace

from dialogue.errors import GuideUnknown
from dialogue.findings import element_text
from dialogue.service import GuidePage, PublishedGuide
from dialogue.understanding import Understood
from kb.entries import EntryKind
from kb.records import Guide
from retriever.base import Base
from retriever.results import Hit, Query, Results


def search_base(base: Base, understood: Understood, *, region: str | None, k: int) -> Results:
    """Ranked hits, each with the element that the words ask for.

    Raises:
        RegionUnknown: from `kb.errors`, naming the choices.
    """
    codes = None
    if region is not None:
        codes = frozenset(base.regions.line(base.regions.resolve(region).code))
    results = base.find(Query(text=understood.search_text, regions=codes, k=k))
    hits = tuple(_with_element(base, hit, understood, region) for hit in results.hits)
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
