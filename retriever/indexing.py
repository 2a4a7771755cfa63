"""From published records to the documents that are searched.

A document is one text by which an entry can be found: a name, an alias, a question, a situation,
an answer, a passage. The same text of the same item in sixteen districts is one document that
applies in sixteen regions.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from haystack import Document

from kb.entries import EntryKind, entries_of, item_entry_id
from kb.identity import Namesakes
from kb.life_events import LifeEvent
from kb.notices import Notice
from kb.passages import passages_of
from kb.records import Faq, Guide, Item, Policy
from kb.store import StoredRecord
from retriever.fields import DocumentRole


@dataclass(frozen=True, kw_only=True)
class _Finding:
    """What makes two documents one, whatever their regions."""

    kind: EntryKind
    item_code: str
    entry_id: str
    role: DocumentRole
    text: str
    situation: str | None = None

    @property
    def id(self) -> str:
        """A document id that stays the same from generation to generation."""
        parts = (self.entry_id, self.role, self.situation or "", self.text)
        return sha256("\x1f".join(parts).encode()).hexdigest()[:24]

    def under(self, code: str, names: Mapping[str, str]) -> "_Finding":
        """The same of an item that is known by another code; its own name is then an alias."""
        role = self.role
        if role is DocumentRole.NAME and self.text != names[code]:
            role = DocumentRole.ALIAS
        return replace(self, item_code=code, entry_id=item_entry_id(code), role=role)


@dataclass(frozen=True, kw_only=True)
class Indexed:
    """What is searched of a generation."""

    documents: list[Document]
    joined: Mapping[str, str]  # codes that another stands for (`kb.identity`) → that other


def documents_of(records: Iterable[StoredRecord]) -> list[Document]:
    """The documents of all records; see `indexed`."""
    return indexed(records).documents


def indexed(records: Iterable[StoredRecord]) -> Indexed:
    """The documents of all records, first source first.

    An item's name is that of the first source that describes it; what other sources call it is
    an alias. What several catalogues have under codes of their own is one item, of the first's
    code. Words that stand under several situations of an item single out none of them. Meta:
    entry_id, item_code, kind, role, name, situation, regions (codes; empty:
    everywhere).
    """
    names: dict[str, str] = {}
    namesakes = Namesakes()
    told: dict[_Finding, set[str | None]] = {}
    for stored in records:
        namesakes.add(stored)
        for finding in _findings(stored, names):
            told.setdefault(finding, set()).add(stored.record_region)
    joined = namesakes.joined()
    found: dict[_Finding, set[str | None]] = {}
    situations: dict[tuple[str, str], set[str | None]] = {}
    for each, codes in told.items():
        finding = each.under(joined[each.item_code], names) if each.item_code in joined else each
        found.setdefault(finding, set()).update(codes)
        situations.setdefault((finding.entry_id, finding.text), set()).add(finding.situation)
    regions: dict[_Finding, set[str | None]] = {}
    for finding, codes in found.items():
        told_apart = len(situations[finding.entry_id, finding.text]) == 1
        kept = finding if told_apart else replace(finding, situation=None)
        regions.setdefault(kept, set()).update(codes)
    documents = [_document(each, names[each.item_code], codes) for each, codes in regions.items()]
    return Indexed(documents=documents, joined=joined)


def named_words(documents: Iterable[Document]) -> list[str]:
    """What items are called: the words that the tokenizer shall know."""
    named = {DocumentRole.NAME, DocumentRole.ALIAS}
    return sorted({each.content or "" for each in documents if each.meta["role"] in named})


def _findings(stored: StoredRecord, names: dict[str, str]) -> Iterator[_Finding]:
    match stored.record:
        case Guide() | Item():
            return _of_item(stored.record, names)
        case Faq():
            return _of_faq(stored.source, stored.record, names)
        case Policy():
            return _of_policy(stored.source, stored.record, names)
        case LifeEvent():
            return _of_life_event(stored.source, stored.record, names)
        case Notice():  # shown with what it touches, never searched for
            return iter(())


def _of_item(record: Guide | Item, names: dict[str, str]) -> Iterator[_Finding]:
    official = names.setdefault(record.item_code, record.name)
    situation = record.situation if isinstance(record, Guide) else None
    texts = [(DocumentRole.ALIAS, alias) for alias in record.aliases]
    texts += [(DocumentRole.QUESTION, question) for question in record.sample_questions]
    if record.name != official:
        texts.append((DocumentRole.ALIAS, record.name))
    if situation is not None:
        texts.append((DocumentRole.SITUATION, f"{record.name} {situation}"))
    for role, text, of in [(DocumentRole.NAME, official, None), *((*t, situation) for t in texts)]:
        yield _Finding(
            kind=EntryKind.ITEM,
            item_code=record.item_code,
            entry_id=item_entry_id(record.item_code),
            role=role,
            text=text,
            situation=of,
        )


def _of_faq(source: str, record: Faq, names: dict[str, str]) -> Iterator[_Finding]:
    names.setdefault(record.faq_id, record.question)
    entry = next(entries_of(source, record))
    asked = (record.question, *record.similar_questions) if record.index_question else ()
    texts = [(DocumentRole.QUESTION, each) for each in asked]
    # An answer longer than the encoder's window is found by its parts and quoted whole.
    texts += [(DocumentRole.ANSWER, each) for each in passages_of(record.answer)]
    for role, text in texts:
        yield _Finding(
            kind=EntryKind.FAQ,
            item_code=record.faq_id,
            entry_id=entry.entry_id,
            role=role,
            text=text,
        )


def _of_policy(source: str, record: Policy, names: dict[str, str]) -> Iterator[_Finding]:
    names.setdefault(record.doc_id, record.title)
    for entry in entries_of(source, record):
        yield _Finding(
            kind=EntryKind.PASSAGE,
            item_code=record.doc_id,
            entry_id=entry.entry_id,
            role=DocumentRole.PASSAGE,
            text=entry.text,
        )


def _of_life_event(source: str, record: LifeEvent, names: dict[str, str]) -> Iterator[_Finding]:
    names.setdefault(record.event_id, record.name)
    entry = next(entries_of(source, record))
    texts = [(DocumentRole.NAME, record.name)]
    texts += [(DocumentRole.ALIAS, alias) for alias in record.aliases]
    texts += [(DocumentRole.QUESTION, question) for question in record.sample_questions]
    for role, text in texts:
        yield _Finding(
            kind=EntryKind.LIFE_EVENT,
            item_code=record.event_id,
            entry_id=entry.entry_id,
            role=role,
            text=text,
        )


def _document(finding: _Finding, name: str, regions: set[str | None]) -> Document:
    return Document(
        id=finding.id,
        content=finding.text,
        meta={
            "entry_id": finding.entry_id,
            "item_code": finding.item_code,
            "kind": str(finding.kind),
            "role": str(finding.role),
            "name": name,
            "situation": finding.situation,
            "regions": [] if None in regions else sorted(code for code in regions if code),
        },
    )
