"""The published base as cases are made from it: who holds what, where, and under which names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache

from eval.generation.known_names import KnownNames
from kb.records import Guide, Item, Record, code_of
from kb.regions import Regions

_SHORTEST_NAME = 2


class Published:
    """The records of one generation and the tree of regions."""

    def __init__(
        self,
        records: Iterable[Record],
        regions: Regions,
        today: date,
        paraphrases: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Take in a generation.

        Args:
            records: all of it, in the order of import.
            regions: every region that a record names.
            today: guides that are not in force on this day are known, but not asked for.
            paraphrases: code → what people really call the item; these are said and no others.
        """
        self.paraphrases = paraphrases or {}
        self.regions = regions
        self._records: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            if isinstance(record, Guide | Item):
                self._records[code_of(record)].append(record)
        self._today = today
        self.line = lru_cache(maxsize=None)(self._line)
        self.nearest = lru_cache(maxsize=65536)(self._nearest)
        self.names = KnownNames(
            {code: tuple(_names(found)) for code, found in self._records.items()}, self.is_visible
        )

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The items, in the order of import."""
        return tuple(self._records)

    def records(self, code: str) -> tuple[Record, ...]:
        """All that is published of an item."""
        return tuple(self._records[code])

    def guides(self, code: str) -> tuple[Guide, ...]:
        """The guides of an item; none where it exists by name only."""
        return tuple(each for each in self._records[code] if isinstance(each, Guide))

    def name(self, code: str) -> str:
        """An item's name: that of the first source."""
        return next(each.name for each in self._records[code] if isinstance(each, Guide | Item))

    def aliases(self, code: str, situation: str | None) -> tuple[str, ...]:
        """What an item is also called, or what it is called in one situation of it."""
        told = [
            alias
            for each in self._records[code]
            if isinstance(each, Guide | Item)
            and (getattr(each, "situation", None) == situation or isinstance(each, Item))
            for alias in each.aliases
        ]
        return tuple(dict.fromkeys(told))

    def in_force(self, guide: Guide) -> bool:
        """Whether a guide may be answered from today."""
        return (guide.valid_from is None or guide.valid_from <= self._today) and (
            guide.valid_until is None or guide.valid_until >= self._today
        )

    def is_visible(self, code: str, region: str | None) -> bool:
        """Whether an item can be found from a region: it or one above it, or everywhere."""
        if region is None:
            return True
        return any(_region(each) in self.line(region) for each in self._records[code])

    def _line(self, region: str) -> tuple[str | None, ...]:
        return (*self.regions.line(region), None)

    def _nearest(self, code: str, region: str | None) -> tuple[Guide, ...]:
        """The guides of the nearest region that has any; without a region, those for everywhere."""
        guides = self.guides(code)
        for each in (None,) if region is None else self.line(region):
            if found := tuple(guide for guide in guides if guide.region == each):
                return found
        return ()

    @cached_property
    def region_names(self) -> dict[str, tuple[str, ...]]:
        """Every way to name a region, of two characters and more → what it can mean."""
        return {
            name: tuple(codes)
            for name, codes in self.regions.names.items()
            if len(name) >= _SHORTEST_NAME
        }

    def regions_named(self, text: str) -> frozenset[str]:
        """The regions that a text can mean by the names in it."""
        return frozenset(
            code for name, codes in self.region_names.items() if name in text for code in codes
        )


def _names(records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        if isinstance(record, Guide | Item):
            yield record.name
            yield from record.aliases


def _region(record: Record) -> str | None:
    return None if isinstance(record, Item) else record.region
