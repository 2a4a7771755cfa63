"""An openly fictional city in memory: regions, guides, and what was found of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dialogue.findings import Findings
from dialogue.message import Message
from dialogue.resolving import Asked, Relation
from dialogue.responding import LookUp
from dialogue.state import State
from dialogue.turn import Slots
from dialogue.understanding import Understood
from kb.elements import Element, Fee, Phones, Text
from kb.entries import EntryKind, entries_of, item_entry_id, record_id
from kb.life_events import LifeEvent
from kb.records import Faq, Guide, Policy, Record, code_of, name_of
from kb.regions import Region, Regions
from kb.store import StoredRecord
from retriever.results import Hit

TODAY = date(2026, 5, 6)
REGIONS = Regions(
    (
        Region(code="1", name="云上市", aliases=("云城",)),
        Region(code="11", name="东岛区", parent="1", aliases=("老码头",)),
        Region(code="111", name="灯塔街道", parent="11"),
        Region(code="12", name="西岛区", parent="1"),
        Region(code="2", name="海角市"),
        Region(code="21", name="东岛区", parent="2"),
    )
)


def guide(
    code: str = "A",
    *,
    region: str | None = None,
    situation: str | None = None,
    place: str | None = "示例路1号",
    fee: str | None = None,
    phone: str | None = None,
    **rest: object,
) -> Guide:
    elements = {
        Element.PLACE: Text(text=place) if place else None,
        Element.FEE: Fee(text=fee) if fee else None,
        Element.PHONE: Phones(text=phone) if phone else None,
    }
    return Guide(
        item_code=code,
        name=f"示例{code}",
        region=region,
        situation=situation,
        agency="示例局",
        elements={element: value for element, value in elements.items() if value is not None},
        **rest,  # type: ignore[arg-type]
    )


def stored(record: Record, source: str = "甲", version: int = 1) -> StoredRecord:
    return StoredRecord(
        record_id=record_id(source, record), source=source, version=version, record=record
    )


def hit(
    record: Record, probability: float = 0.9, situation: str | None = None, source: str = "甲"
) -> Hit:
    """What finding would give for a record: its item, its answer, or its first passage."""
    code, kind, entry_id, text = code_of(record), EntryKind.ITEM, "", name_of(record)
    if isinstance(record, Faq | Policy | LifeEvent):
        entry = next(entries_of(source, record))
        kind, entry_id, text = entry.kind, entry.entry_id, entry.text
    return Hit(
        item_code=code,
        name=name_of(record),
        region=None,
        entry_id=entry_id or item_entry_id(code),
        element=None,
        kind=kind,
        probability=probability,
        text=text,
        situation=situation,
    )


def found(*records: Record, hits: tuple[Hit, ...] | None = None) -> Findings:
    """All records looked up; the first record of each code is a hit, surest first."""
    by_code: dict[str, list[StoredRecord]] = {}
    for record in records:
        by_code.setdefault(code_of(record), []).append(stored(record))
    if hits is None:
        firsts = [each[0].record for each in by_code.values()]
        hits = tuple(hit(record, 0.9 - n / 10) for n, record in enumerate(firsts))
    return Findings(
        generation=3,
        today=TODAY,
        regions=REGIONS,
        hits=hits,
        records={code: tuple(each) for code, each in by_code.items()},
        answer_at=0.4,
        offer_at=0.03,
    )


def asked(*elements: Element, **rest: object) -> Understood:
    return Understood(masked="问", search_text="问", elements=elements, **rest)  # type: ignore[arg-type]


def question(
    *elements: Element,
    slots: Slots | None = None,
    relation: Relation = Relation.NEW,
    text: str = "问",
    **said: object,
) -> Asked:
    """A question as it is resolved."""
    understood = Understood(masked=text, search_text=text, elements=elements, **said)  # type: ignore[arg-type]
    return Asked(
        understood=understood,
        relation=relation,
        slots=slots or Slots(),
        elements=elements,
        search_text=text,
        day=understood.day,
    )


def message(
    text: str = "问", *elements: Element, option_id: str | None = None, **said: object
) -> Message:
    """A message of some words."""
    understood = Understood(masked=text, search_text=text, elements=elements, **said)  # type: ignore[arg-type]
    return Message(understood=understood, option_id=option_id)


class Shelf(LookUp):
    """A base of a few records in which every question finds what `finds` says, or all of them."""

    def __init__(self, *records: Record, finds: Iterable[Hit] | None = None) -> None:
        self.records = records
        self.finds = None if finds is None else tuple(finds)
        self.asked: list[str] = []  # the words that were searched for

    def know(self, state: State) -> Findings:
        return replace(found(*self.records), hits=())

    def find(self, asked: Asked) -> Findings:
        self.asked.append(asked.search_text)
        if asked.relation.keeps_item and asked.relation is not Relation.CHOICE and asked.slots.item:
            return replace(found(*self.records), hits=())
        return found(*self.records, hits=self.finds)
