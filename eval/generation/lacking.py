"""What a base cannot answer: elements that are absent, items it does not know, other cities."""

from collections.abc import Iterator
from itertools import product

from eval.generation.asks import Ask, Lack, Told
from eval.generation.base import Published
from eval.generation.words import seeded, words
from kb.elements import Element

_LIKE = 0.6  # overlap of names from which two items may be one (`Published.likeness`)
# A guide that lacks the one gives the other instead, which answers the question as most mean it.
_STANDS_IN = {
    Element.PROMISED_LIMIT: Element.STATUTORY_LIMIT,
    Element.STATUTORY_LIMIT: Element.PROMISED_LIMIT,
}


def absent(base: Published, inside: frozenset[str] | None, seed: int) -> Iterator[Ask]:
    """Elements that no guide of an item holds, in the region or above it."""
    for code in base.codes:
        guides = base.guides(code)
        regions = {guide.region for guide in guides}
        for guide in {g.region: g for g in guides if base.in_force(g)}.values():
            region = guide.region
            if inside is not None and region not in inside:
                continue
            held = {
                element
                for other in guides
                if region is None or other.region in base.line(region)
                for element in other.elements
            }
            random = seeded(seed, "absent", code, region)
            for element in Element:
                if element in held or _STANDS_IN.get(element) in held:
                    continue
                told = Told.SAID if random.random() < 1 / 2 else Told.GIVEN
                if region is None or (len(regions) == 1 and random.random() < 1 / 4):
                    told = Told.NONE
                yield Ask(
                    element=element,
                    code=code,
                    name=guide.name,
                    region=None if told is Told.NONE else region,
                    told=told,
                    lack=Lack.ABSENT,
                    agency=guide.agency,
                    item_type=guide.item_type,
                )


def name_only(base: Published) -> Iterator[Ask]:
    """Items of a catalogue that nobody wrote a guide for."""
    for code in base.codes:
        if not base.guides(code) and base.names.likeness(base.name(code), but=code) < _LIKE:
            for element in Element:
                yield Ask(element=element, code=code, name=base.name(code), lack=Lack.NAME_ONLY)


def unknown(base: Published) -> Iterator[Ask]:
    """Services that nothing in the base comes near, asked for in each region and in none."""
    names = [name for name in words("elsewhere")["items"] if base.names.likeness(name) < _LIKE]
    regions = (None, *(region.code for region in base.regions))
    for (at, name), element in product(enumerate(names), Element):
        region = regions[(at + list(Element).index(element)) % len(regions)]
        told = Told.NONE if region is None else Told.SAID
        yield Ask(element=element, name=name, region=region, told=told, lack=Lack.UNKNOWN)


def elsewhere(base: Published, seed: int) -> Iterator[Ask]:
    """Items of the base, asked for in cities that it is not about."""
    covered = {"".join(base.regions.path(region.code)) for region in base.regions}
    cities = [
        city
        for city, province in words("elsewhere")["cities"]
        if not any(city in path or province in path for path in covered)
    ]
    for code in base.codes:
        guides = base.guides(code)
        if not guides or not cities or any(guide.region is None for guide in guides):
            continue
        if base.regions_named(base.name(code)):
            continue  # its own name says where
        random = seeded(seed, "elsewhere", code)
        for element in Element:
            city = random.choice(cities)
            yield Ask(
                element=element,
                code=code,
                name=guides[0].name,
                told=Told.SAID,
                lack=Lack.ELSEWHERE,
                city=city,
                agency=guides[0].agency,
                item_type=guides[0].item_type,
            )


def expired(base: Published, inside: frozenset[str] | None) -> Iterator[Ask]:
    """What only guides that are not in force hold, each in the region it was for."""
    for code in base.codes:
        for guide in base.guides(code):
            region = guide.region
            if inside is not None and region not in inside:
                continue
            beside = (*base.nearest(code, region), *base.nearest(code, None))
            if any(base.in_force(other) for other in beside):
                continue
            for element in guide.elements:
                yield Ask(
                    element=element,
                    code=code,
                    name=guide.name,
                    region=region,
                    told=Told.NONE if region is None else Told.SAID,
                    situation=guide.situation,
                    lack=Lack.EXPIRED,
                    agency=guide.agency,
                    item_type=guide.item_type,
                )
