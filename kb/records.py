"""What is imported and kept in versions: guides, items, questions, policies, events, notices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kb.elements import Element, Value
from kb.life_events import LifeEvent
from kb.notices import Notice


class RecordKind(StrEnum):
    """What one imported row is."""

    GUIDE = "guide"
    ITEM = "item"
    FAQ = "faq"
    POLICY = "policy"
    LIFE_EVENT = "life_event"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True)
class Item:
    """政务服务事项: a public service known by its code; it may exist by name only."""

    item_code: str
    name: str
    aliases: tuple[str, ...] = ()  # 简称, 别称, 日常用语
    sample_questions: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows of one source the same item."""
        return (self.item_code,)


@dataclass(frozen=True, kw_only=True)
class Guide:
    """办事指南: one published description of an item, for one region, agency and situation."""

    item_code: str
    name: str
    aliases: tuple[str, ...] = ()
    region: str | None = None  # region code; None: everywhere
    agency: str | None = None
    situation: str | None = None
    item_type: str | None = None  # 行政许可, 公共服务 …
    elements: Mapping[Element, Value] = field(default_factory=dict)
    sample_questions: tuple[str, ...] = ()
    verified_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    version: str | None = None  # as the source numbers it; citations carry the store's own
    source_url: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows of one source the same guide; all four equal is an error."""
        return (self.item_code, self.region or "", self.agency or "", self.situation or "")


@dataclass(frozen=True, kw_only=True)
class Faq:
    """常见问答: a question with its answer that is no part of a guide."""

    faq_id: str
    question: str
    answer: str
    similar_questions: tuple[str, ...] = ()
    agency: str | None = None
    region: str | None = None
    index_question: bool = True  # False: found by its answer alone (to measure with)
    verified_on: date | None = None
    valid_until: date | None = None
    source_url: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows of one source the same question."""
        return (self.faq_id,)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """政策文件: a text that is cut into passages when it is published."""

    doc_id: str
    title: str
    text: str
    agency: str | None = None
    region: str | None = None
    published_on: date | None = None
    valid_until: date | None = None
    source_url: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows of one source the same document."""
        return (self.doc_id,)


Record = Guide | Item | Faq | Policy | LifeEvent | Notice

RECORD_TYPES: dict[RecordKind, type[Record]] = {
    RecordKind.GUIDE: Guide,
    RecordKind.ITEM: Item,
    RecordKind.FAQ: Faq,
    RecordKind.POLICY: Policy,
    RecordKind.LIFE_EVENT: LifeEvent,
    RecordKind.NOTICE: Notice,
}


def kind_of(record: Record) -> RecordKind:
    """The kind of a record."""
    return next(kind for kind, cls in RECORD_TYPES.items() if isinstance(record, cls))


def code_of(record: Record) -> str:
    """The code under which a record is found: item code, faq id, document, event or notice id."""
    return record.key[0]


def name_of(record: Record) -> str:
    """What a record is called: an item's name, a question, a title."""
    match record:
        case Faq():
            return record.question
        case Policy():
            return record.title
        case Guide() | Item() | LifeEvent():
            return record.name
        case Notice():
            return record.notice_id
