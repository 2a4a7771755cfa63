"""Grows a base to any size: guides × districts × elements, with the repetition of real ones.

The families of a base (the situations of an item, a question, a document) are varied for other
people until there are enough distinct texts, then placed in district after district until there
are enough entries. An item's names are the same in all its districts; its place, hours and phone
are not, its conditions mostly are. So entries and distinct texts are chosen apart from each other.
Nothing is drawn from a generator that runs on: what a choice falls on depends on the seed and on
what it is for alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from eval.errors import EvalError
from eval.scale_districts import Place
from eval.scale_families import Family, Origin, families_of
from eval.scale_words import city_code, district_code, most_variants, regions
from kb.entries import entries_of, record_id
from kb.records import Record
from kb.regions import Region
from kb.store import StoredRecord
from retriever.fields import Field, field_of
from retriever.indexing import documents_of

SOURCE = "scale"


class ShapeImpossible(EvalError):
    """A base of that shape cannot be grown."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How large the grown base is to be."""

    entries: int  # at least so many distinct entries
    texts: int | None = None  # distinct searched texts, at least; None: the base as it is
    districts: int = 64  # there are; an item is in as many as the entries need
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question that stands in no record, and what it is about."""

    text: str
    code: str  # of the right item, question or document
    region: str  # the first district that has it


@dataclass(frozen=True, kw_only=True)
class Grown:
    """A grown base, as records."""

    records: tuple[Record, ...]
    regions: tuple[Region, ...]  # outer ones first
    questions: tuple[Asked, ...]
    entries: int  # distinct ones
    texts: int  # distinct searched texts
    origins: Mapping[str, Origin] = field(repr=False)  # of every searched text and question


def grow(base: Iterable[Record], shape: Shape) -> Grown:
    """Grow a base.

    Args:
        base: any records; guides of one item and situation are taken once.
        shape: how large.

    Raises:
        ShapeImpossible: the base is empty, or cannot be varied to so many texts, or there are
            too few districts for so many entries; with what would do.
    """
    families = families_of(base)
    if not families:
        raise ShapeImpossible("There are no records to grow; name files with guides.")
    chosen, origins, texts = _vary(families, shape.texts)
    places = _places(shape)
    records: list[Record] = []
    entries: set[str] = set()
    for turn in range(shape.districts):
        for number, family in enumerate(chosen):
            if turn and len(entries) >= shape.entries:
                break
            place = places[(number + turn) % len(places)]
            placed = list(family.placed(place, first=turn == 0))
            records += placed
            entries.update(entry.entry_id for each in placed for entry in entries_of(SOURCE, each))
    if len(entries) < shape.entries:
        raise ShapeImpossible(
            f"{len(chosen)} items and questions in {shape.districts} districts make "
            f"{len(entries)} entries, not {shape.entries}: ask for more districts or more texts."
        )
    return Grown(
        records=tuple(records),
        regions=regions(shape.districts),
        questions=tuple(
            Asked(text=each.asked, code=each.code, region=places[number % len(places)].code)
            for number, each in enumerate(chosen)
        ),
        entries=len(entries),
        texts=texts,
        origins=origins,
    )


def searched_texts(records: Iterable[Record]) -> set[tuple[Field, str]]:
    """The distinct texts by which records are found, each in its field: what is encoded."""
    stored = (
        StoredRecord(record_id=record_id(SOURCE, each), source=SOURCE, version=1, record=each)
        for each in records
    )
    return {(field_of(each.meta["role"]), each.content or "") for each in documents_of(stored)}


def _vary(
    families: Sequence[Family], wanted: int | None
) -> tuple[list[Family], dict[str, Origin], int]:
    """Variants of all families in turn, until they are found by enough texts."""
    chosen: list[Family] = []
    origins: dict[str, Origin] = {}
    texts: set[tuple[Field, str]] = set()
    for number in range(1 if wanted is None else most_variants()):
        for family in families:
            if wanted is not None and chosen and len(texts) >= wanted:
                return chosen, origins, len(texts)
            variant = family.variant(number)
            chosen.append(variant)
            origins.update(family.origins(number))
            texts |= searched_texts(variant.records)
    if len(texts) < (wanted or 0):
        raise ShapeImpossible(
            f"{len(families)} items and questions can be varied to {len(texts)} distinct texts, "
            f"not {wanted}: grow a larger base."
        )
    return chosen, origins, len(texts)


def _places(shape: Shape) -> list[Place]:
    names = {each.code: each.name for each in regions(shape.districts)}
    return [
        Place(
            code=district_code(number),
            name=names[district_code(number)],
            city=names[city_code(number)],
            seed=shape.seed,
        )
        for number in range(shape.districts)
    ]
