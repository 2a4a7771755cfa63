"""What was looked up for one message: all that deciding and composing may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kb.elements import Element
from kb.entries import entries_of
from kb.life_events import LifeEvent
from kb.records import Faq, Guide, Policy, Record
from kb.regions import Regions
from kb.store import StoredRecord
from retriever.results import Hit


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

    def guides(self, item_code: str) -> tuple[tuple[StoredRecord, Guide], ...]:
        """The guides of an item with their stored records."""
        return tuple(
            (stored, stored.record)
            for stored in self.records.get(item_code, ())
            if isinstance(stored.record, Guide)
        )

    def first(self, item_code: str) -> Record | None:
        """The first record of an item, question or document."""
        stored = self.records.get(item_code, ())
        return stored[0].record if stored else None

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
