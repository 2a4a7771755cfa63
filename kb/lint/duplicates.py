"""Entries that can hardly be told apart: nearly the same name or question under two codes."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kb.life_events import LifeEvent
from kb.lint.finding import Check, LintFinding, finding_of
from kb.records import Faq, Guide, Item, Record, code_of
from kb.store import StoredRecord
from kb.values.text import folded

# What does not tell two names apart.
_NOISE = re.compile(r"[^\w]|办理|申请|手续|业务|请问|怎么|如何|的|吗|呢|呀|啊")


def duplicates(records: Sequence[StoredRecord]) -> Iterator[LintFinding]:
    """Each text that two codes of one source and region share, once: at the one that came later.

    The same name in two catalogues, or for province and city, is the same matter told twice on
    purpose.
    """
    first: dict[tuple[str, str | None, str], StoredRecord] = {}
    told: defaultdict[str, set[str]] = defaultdict(set)
    for stored in records:
        code = code_of(stored.record)
        for text in _texts(stored.record):
            key = (stored.source, stored.record_region, _plain(text))
            before = first.setdefault(key, stored)
            other = code_of(before.record)
            if other != code and other not in told[code]:
                told[code].add(other)
                yield finding_of(Check.DUPLICATE, stored, text=text, other=other)


def _plain(text: str) -> str:
    """What tells a text from others, in whatever order it is said: 「补领身份证」 is 「身份证补领」."""
    plain = _NOISE.sub("", folded(text).lower()) or folded(text)
    return "".join(sorted(plain))


def _texts(record: Record) -> Iterator[str]:
    match record:
        case Guide() | Item():
            yield record.name
            yield from record.sample_questions
        case Faq() if record.index_question:
            yield record.question
            yield from record.similar_questions
        case LifeEvent():
            yield record.name
            yield from record.sample_questions
        case _:
            pass
