"""Impact (影响): what a publish would change, and which cases and answers that touches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogue.store import SaidTurn
from eval.cases import Case
from kb.canonical import digest
from kb.elements import Element
from kb.records import Guide, code_of, name_of
from kb.store import Store, StoredRecord


class Change(StrEnum):
    """变动: what becomes of a record or of one of its elements."""

    CREATED = "created"
    WITHDRAWN = "withdrawn"
    UPDATED = "updated"


@dataclass(frozen=True, kw_only=True)
class Changed:
    """变动的内容: one element of a guide, or what of a record is not an element (`element` None)."""

    change: Change
    record_id: str
    code: str
    name: str
    region: str | None
    situation: str | None
    element: Element | None
    before: str | None
    after: str | None

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """What a citation of it begins with."""
        return (f"{self.record_id}.{self.element}" if self.element else f"{self.record_id}.",)


def changes(store: Store, generation: int) -> list[Changed]:
    """What the draft has otherwise than a generation, in the order of the draft."""
    served = {each.record_id: each for each in store.records(generation)}
    drafted = {each.record_id: each for each in store.records()}
    found: list[Changed] = []
    for record_id, after in drafted.items():
        before = served.get(record_id)
        if before is None:
            found.append(_whole(Change.CREATED, after))
        elif digest(before.record) != digest(after.record):
            found.extend(_updated(before, after))
    found += [_whole(Change.WITHDRAWN, each) for key, each in served.items() if key not in drafted]
    return found


def touched_cases(cases: Iterable[Case], found: Sequence[Changed]) -> list[Case]:
    """Cases about what changes: of that item, and of that element where both name one."""
    by_code: dict[str, list[Changed]] = {}
    for each in found:
        by_code.setdefault(each.code, []).append(each)
    return [
        case
        for case in cases
        if any(
            case.element is None or each.element is None or case.element is each.element
            for code in case.gold
            for each in by_code.get(code, ())
        )
    ]


def touched_answers(
    said: Iterable[SaidTurn], found: Sequence[Changed]
) -> dict[str, list[SaidTurn]]:
    """Whole sessions (by id) in which something was cited that changes."""
    marks = tuple(mark for each in found for mark in each.entry_ids)
    sessions: dict[str, list[SaidTurn]] = {}
    for each in said:
        sessions.setdefault(each.session_id, []).append(each)
    return {
        session_id: turns
        for session_id, turns in sessions.items()
        if any(_cites(turn, marks) for turn in turns)
    }


def _cites(said: SaidTurn, marks: tuple[str, ...]) -> bool:
    return any(
        citation.entry_id.startswith(marks)
        for answer in said.turn.answers
        for citation in answer.citations
    )


def _whole(change: Change, stored: StoredRecord) -> Changed:
    return _changed(change, stored, None, None, None)


def _updated(before: StoredRecord, after: StoredRecord) -> Iterator[Changed]:
    old, new = before.record, after.record
    if not isinstance(old, Guide) or not isinstance(new, Guide):
        yield _changed(Change.UPDATED, after, None, _text(before), _text(after))
        return
    told = 0
    for element in Element:
        was, is_ = _element(old.elements, element), _element(new.elements, element)
        if was != is_:
            told += 1
            yield _changed(Change.UPDATED, after, element, was, is_)
    if not told:  # names, questions or days
        yield _changed(Change.UPDATED, after, None, _text(before), _text(after))


def _element(elements: Mapping[Element, object], element: Element) -> str | None:
    value = elements.get(element)
    return getattr(value, "text", None)


def _text(stored: StoredRecord) -> str | None:
    record = stored.record
    return getattr(record, "answer", None) or getattr(record, "text", None)


def _changed(
    change: Change,
    stored: StoredRecord,
    element: Element | None,
    before: str | None,
    after: str | None,
) -> Changed:
    return Changed(
        change=change,
        record_id=stored.record_id,
        code=code_of(stored.record),
        name=name_of(stored.record),
        region=stored.record_region,
        situation=getattr(stored.record, "situation", None),
        element=element,
        before=before,
        after=after,
    )
