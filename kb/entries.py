"""Entries (知识条目): the smallest citable pieces of the knowledge base."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from kb.elements import VALUE_TYPES, Element
from kb.life_events import LifeEvent
from kb.notices import Notice
from kb.passages import passages_of
from kb.records import Faq, Guide, Item, Policy, Record


class EntryKind(StrEnum):
    """What an entry is a piece of."""

    ITEM = "item"  # the names of an item
    ELEMENT = "element"  # one element of one guide
    FAQ = "faq"
    PASSAGE = "passage"  # of a policy
    LIFE_EVENT = "life_event"  # the whole list of steps
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """知识条目: one element of a guide, one FAQ or one passage, with the text that is quoted."""

    entry_id: str
    kind: EntryKind
    item_code: str  # the faq id or document id where it is no part of a guide
    name: str  # of the item; the question or the title elsewhere
    text: str
    region: str | None = None
    agency: str | None = None
    situation: str | None = None
    element: Element | None = None


def record_id(source: str, record: Record) -> str:
    """A short, stable, printable identity for a record of a source."""
    joined = "\x1f".join((source, type(record).__name__, *record.key))
    return sha256(joined.encode()).hexdigest()[:12]


def entries_of(source: str, record: Record) -> Iterator[Entry]:
    """Every entry of a record, in the order of `Element`."""
    base = record_id(source, record)
    match record:
        case Item():
            yield _item_entry(record.item_code, record.name)
        case Guide():
            yield _item_entry(record.item_code, record.name)
            for element in VALUE_TYPES:
                if (value := record.elements.get(element)) is not None:
                    yield Entry(
                        entry_id=f"{base}.{element}",
                        kind=EntryKind.ELEMENT,
                        item_code=record.item_code,
                        name=record.name,
                        text=value.text,
                        region=record.region,
                        agency=record.agency,
                        situation=record.situation,
                        element=element,
                    )
        case Faq():
            yield Entry(
                entry_id=f"{base}.answer",
                kind=EntryKind.FAQ,
                item_code=record.faq_id,
                name=record.question,
                text=record.answer,
                region=record.region,
                agency=record.agency,
            )
        case Policy():
            for number, passage in enumerate(passages_of(record.text), 1):
                yield Entry(
                    entry_id=f"{base}.{number:04}",
                    kind=EntryKind.PASSAGE,
                    item_code=record.doc_id,
                    name=record.title,
                    text=passage,
                    region=record.region,
                    agency=record.agency,
                )
        case LifeEvent():
            yield Entry(
                entry_id=f"{base}.steps",
                kind=EntryKind.LIFE_EVENT,
                item_code=record.event_id,
                name=record.name,
                text=record.text,
                region=record.region,
                agency=record.agency,
            )
        case Notice():
            yield Entry(
                entry_id=f"{base}.notice",
                kind=EntryKind.NOTICE,
                item_code=record.notice_id,
                name=record.notice_id,
                text=record.text,
                region=record.region,
                agency=record.agency,
            )


def item_entry_id(item_code: str) -> str:
    """The entry that holds an item's names, whichever sources describe it."""
    return f"{sha256(item_code.encode()).hexdigest()[:12]}.item"


def _item_entry(item_code: str, name: str) -> Entry:
    entry_id = item_entry_id(item_code)
    return Entry(entry_id=entry_id, kind=EntryKind.ITEM, item_code=item_code, name=name, text=name)
