"""Facts that a reply tells and none of its citations holds."""

import re
from collections.abc import Iterable, Iterator

from api import schemas
from eval.wording import comparable

# Digits with what joins them into a date, an amount, a time or a telephone number.
_FACTS = re.compile(r"\d+(?:[.:/-]\d+)*")


def invented(turn: schemas.Turn, *, told: Iterable[str] = ()) -> tuple[str, ...]:
    """The numbers, dates and telephone numbers of a reply that nothing stands behind.

    Only replies that cite something are looked at: in others every figure is the house's own
    wording (110, 12345), which tests of the wording hold.

    Args:
        turn: the reply.
        told: what else may be said back: the citizen's own words.
    """
    citations = [each for answer in turn.answers for each in answer.citations]
    if not citations:
        return ()
    known = set(_facts("\n".join((*_ground(citations), *_listed(turn), *told))))
    known |= {piece for fact in known for piece in re.findall(r"\d+", fact)}
    return tuple(fact for fact in _facts(_without_numbering(turn.text)) if fact not in known)


def _facts(text: str) -> Iterable[str]:
    """What a text tells in figures, each once; what white space parts is not joined."""
    found = (fact for word in text.split() for fact in _FACTS.findall(comparable(word)))
    return dict.fromkeys(found)


def _ground(citations: Iterable[schemas.Citation]) -> Iterator[str]:
    for each in citations:
        yield from (each.quote, each.name, each.agency or "", str(each.version), each.url or "")
        if each.verified_on:
            day = each.verified_on
            yield f"{day.isoformat()} {day.year} {day.month} {day.day}"


def _listed(turn: schemas.Turn) -> Iterator[str]:
    """What the reply tells beside its answers and is checked elsewhere."""
    for option in turn.options:
        yield option.label
    for answer in turn.answers:
        if not answer.citations:
            yield answer.text
    yield "12345"


def _without_numbering(text: str) -> str:
    """The text without the numbers that its own lines begin with: they order, and tell nothing."""
    return re.sub(r"(?m)^\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、．)）]\s*", "", text)
