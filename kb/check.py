"""Checks over the records of one file: what no single row can know, and what must hold."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kb.elements import Element, TimeLimit
from kb.errors import Problem, Severity
from kb.life_events import LifeEvent
from kb.notices import Notice
from kb.records import Faq, Guide, Item, Policy, Record, code_of

NAME_LIMIT = 200  # characters of a name, title, agency, situation or everyday name
QUESTION_LIMIT = 500
TEXT_LIMIT = 50_000  # characters of one element or answer; a policy may have as many as a line
_NOT_IN_CODES = re.compile(r"[\s/?#%\\\x00-\x1f]")
_KEY_WORDS = {
    Guide: "code, region, agency and situation",
    Item: "code",
    Faq: "faq_id",
    Policy: "doc_id",
    LifeEvent: "event_id",
    Notice: "notice_id",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Located:
    """A record with the row it was read from."""

    row: int
    record: Record


def check(file: str, located: Iterable[Located], *, today: date) -> Iterator[Problem]:
    """Every problem of the records of one file; errors reject the row they name.

    Args:
        file: the name to give in the problems.
        located: the records in the order of the file.
        today: the day in Asia/Shanghai that dates are compared with.
    """
    first: dict[tuple[str, ...], int] = {}
    names: dict[str, tuple[str, int]] = {}
    for each in located:
        record = each.record
        if record.key in first:
            yield _error(
                file, each.row, None,
                f"{_KEY_WORDS[type(record)]} are the same as in row {first[record.key]}: "
                + ", ".join(map(repr, filter(None, record.key))),
                "Delete one of the two, or tell them apart by the situation",
            )  # fmt: skip
        first.setdefault(record.key, each.row)
        yield from _shape(file, each)
        yield from _dates(file, each, today)
        if isinstance(record, Guide):
            yield from _limits(file, each.row, record)
        if isinstance(record, Guide | Item):
            name, row = names.setdefault(record.item_code, (record.name, each.row))
            if name != record.name:
                yield _notice(
                    file, each.row, "name",
                    f"the item {record.item_code!r} is called {name!r} in row {row} "
                    f"and {record.name!r} here",
                    "Give an item one name; write the others as everyday names",
                )  # fmt: skip


def _shape(file: str, each: Located) -> Iterator[Problem]:
    """Empty and over-long texts, and codes that cannot stand in an address."""
    record, code = each.record, code_of(each.record)
    if not code or len(code) > NAME_LIMIT or _NOT_IN_CODES.search(code):
        yield _error(
            file, each.row, "code",
            f"{code[:40]!r} cannot be a code",
            "Use letters, digits, hyphens and dots, at least one and at most 200",
        )  # fmt: skip
    for name, text, limit in _texts(record):
        if not text.strip():
            yield _error(file, each.row, name, "the text is empty", "Fill it in")
        elif len(text) > limit:
            yield _error(
                file, each.row, name,
                f"the text has {len(text):,} characters, more than {limit:,}",
                "Shorten it; check whether columns are mixed up or line ends are missing",
            )  # fmt: skip


def _texts(record: Record) -> Iterator[tuple[str, str, int]]:
    """Every text of a record with the name of its field and its limit in characters."""
    match record:
        case Guide() | Item():
            yield "name", record.name, NAME_LIMIT
            yield from (("aliases", alias, NAME_LIMIT) for alias in record.aliases)
            yield from (("sample_questions", q, QUESTION_LIMIT) for q in record.sample_questions)
        case Faq():
            yield "question", record.question, QUESTION_LIMIT
            yield "answer", record.answer, TEXT_LIMIT
            yield from (("similar_questions", q, QUESTION_LIMIT) for q in record.similar_questions)
        case Policy():
            yield "title", record.title, NAME_LIMIT
            yield "text", record.text, 1024 * 1024
        case LifeEvent():
            yield "name", record.name, NAME_LIMIT
            yield "steps", record.text, TEXT_LIMIT
            yield from (("aliases", alias, NAME_LIMIT) for alias in record.aliases)
            yield from (("sample_questions", q, QUESTION_LIMIT) for q in record.sample_questions)
        case Notice():
            yield "text", record.text, TEXT_LIMIT
    if isinstance(record, Guide):
        for name, value in (("situation", record.situation), ("item_type", record.item_type)):
            if value is not None:
                yield name, value, NAME_LIMIT
        yield from ((e.value, value.text, TEXT_LIMIT) for e, value in record.elements.items())
    if not isinstance(record, Item) and record.agency is not None:
        yield "agency", record.agency, NAME_LIMIT


def _dates(file: str, each: Located, today: date) -> Iterator[Problem]:
    record = each.record
    match record:
        case (
            Guide(valid_from=date() as start, valid_until=date() as end)
            | Notice(valid_from=start, valid_until=end)
        ) if end < start:
            yield _error(
                file, each.row, "valid_until",
                f"valid until {end}, but only from {start} on",
                "Correct one of the two dates",
            )  # fmt: skip
        case _:
            pass
    if (
        isinstance(record, Guide | Faq | LifeEvent)
        and record.verified_on
        and record.verified_on > today
    ):
        yield _notice(
            file, each.row, "verified_on",
            f"{record.verified_on} lies in the future",
            "Write the day on which it was last verified",
        )  # fmt: skip
    # A notice is meant to run out.
    if isinstance(record, Item | Notice):
        return
    if record.valid_until and record.valid_until < today:
        yield _notice(
            file, each.row, "valid_until",
            f"it expired on {record.valid_until} and is not answered from",
            "Verify it and set a later day, or leave it out",
        )  # fmt: skip


def _limits(file: str, row: int, guide: Guide) -> Iterator[Problem]:
    promised = guide.elements.get(Element.PROMISED_LIMIT)
    statutory = guide.elements.get(Element.STATUTORY_LIMIT)
    match promised, statutory:
        case TimeLimit(amount=int(sooner), unit=a), TimeLimit(amount=int(later), unit=b) if (
            a == b and a is not None and sooner > later
        ):
            yield _notice(
                file, row, "promised_limit",
                f"the promised limit ({sooner}) is longer than the statutory one ({later})",
                "Check both; the statutory limit binds",
            )  # fmt: skip
        case _:
            pass


def _error(file: str, row: int, field: str | None, problem: str, remedy: str) -> Problem:
    return Problem(file=file, row=row, field=field, problem=problem, remedy=remedy)


def _notice(file: str, row: int, field: str, problem: str, remedy: str) -> Problem:
    return Problem(
        file=file, row=row, field=field, problem=problem, remedy=remedy, severity=Severity.NOTICE
    )
