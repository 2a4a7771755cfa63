"""What was looked up for one question: all that deciding and composing may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dialogue.opening import Calendar, calendar
from kb.elements import Element
from kb.entries import entries_of
from kb.life_events import LifeEvent
from kb.notices import Notice
from kb.records import Faq, Guide, Policy, Record, name_of
from kb.regions import Regions
from kb.store import StoredRecord
from retriever.results import Hit

StoredGuide = tuple[StoredRecord, Guide]


@dataclass(frozen=True, kw_only=True)
class Findings:
    """The hits, and the published records behind those that can be answered from."""

    generation: int
    today: date
    regions: Regions
    hits: tuple[Hit, ...]
    records: Mapping[str, tuple[StoredRecord, ...]]  # item code → its records
    answer_at: float  # P(right) from which a hit is answered
    offer_at: float  # P(right) from which a hit is offered to choose from
    within: tuple[Hit, ...] = ()  # hits of the same words, spoken of the matter before
    notices: tuple[Notice, ...] = ()  # in force today
    events: tuple[str, ...] = ()  # names of the life events of the base
    calendar: Calendar = field(default_factory=calendar)

    def guides(self, item_code: str) -> tuple[StoredGuide, ...]:
        """The guides of an item with their stored records."""
        return tuple(
            (stored, stored.record)
            for stored in self.records.get(item_code, ())
            if isinstance(stored.record, Guide)
        )

    def notices_for(self, guide: Guide) -> tuple[Notice, ...]:
        """The notices of today that touch a guide."""
        regions = self.regions.line(guide.region) if guide.region else ()
        place = element_text(guide, Element.PLACE)
        return tuple(
            notice
            for notice in self.notices
            if notice.touches(
                item_code=guide.item_code, regions=regions, agency=guide.agency, place=place
            )
        )

    def first(self, item_code: str) -> Record | None:
        """The first record of an item, question or document."""
        stored = self.records.get(item_code, ())
        return stored[0].record if stored else None

    def name(self, item_code: str) -> str:
        """What an item, question or document is called; its code where it is gone."""
        first = self.first(item_code)
        return name_of(first) if first else item_code

    def behind(self, hit: Hit) -> StoredRecord:
        """The record that a hit's entry is a piece of; several may share its code."""
        identity = hit.entry_id.partition(".")[0]
        return next(each for each in self.records[hit.item_code] if each.record_id == identity)

    def entry(self, code: str) -> Hit | None:
        """The answer of a question, the steps of a life event or the first passage of a policy."""
        stored = next(iter(self.records.get(code, ())), None)
        if stored is None or not isinstance(stored.record, Faq | Policy | LifeEvent):
            return None
        entry = next(entries_of(stored.source, stored.record))
        return Hit(
            item_code=code,
            name=entry.name,
            region=entry.region,
            entry_id=entry.entry_id,
            element=None,
            kind=entry.kind,
            probability=1.0,
            text=entry.text,
        )


def element_text(guide: Guide, element: Element) -> str | None:
    """The stored words of an element; None where the guide has none."""
    value = guide.elements.get(element)
    return value.text if value else None
