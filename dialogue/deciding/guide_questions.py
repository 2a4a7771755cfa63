"""Questions that stand in a guide itself (常见问题), found by the words that they share."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.deciding.decisions import Told
from kb.elements import Element, Questions
from retriever.tokens import normalise

_PAIR = 2
_ALIKE = 0.5  # Dice coefficient of pairs of characters from which a question is the one asked
_MARKS = str.maketrans("", "", " ,.?!，。？！、")


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A question of a guide that is like the one asked."""

    told: Told
    question: str
    answer: str
    score: float


def most_alike(text: str, guides: Sequence[Told]) -> Alike | None:
    """The question of the guides that a normalised text is most like, if any is like it."""
    found = [
        Alike(
            told=told,
            question=pair.question,
            answer=pair.answer,
            score=_alike_within(told, text, pair.question),
        )
        for told in guides
        if isinstance(value := told.guide.elements.get(Element.FAQ), Questions)
        for pair in value.pairs
    ]
    best = max(found, key=lambda each: each.score, default=None)
    return best if best is not None and best.score >= _ALIKE else None


def _alike_within(told: Told, text: str, question: str) -> float:
    """As `alike`, less the item's own names: in its guide nobody repeats them."""
    names = {pair for name in (told.guide.name, *told.guide.aliases) for pair in pairs_of(name)}
    others = pairs_of(question)
    own = pairs_of(text) - (names - others)
    return 2 * len(own & others) / (len(own) + len(others)) if own else 0.0


def alike(one: str, other: str) -> float:
    """2 |A ∩ B| / (|A| + |B|) over pairs of characters (Dice, 1945)."""
    own, others = pairs_of(one), pairs_of(other)
    total = len(own) + len(others)
    return 2 * len(own & others) / total if total else 0.0


def pairs_of(text: str) -> set[str]:
    """The pairs of characters of a text, however it is written."""
    plain = normalise(text).translate(_MARKS)
    return {plain[at : at + _PAIR] for at in range(len(plain) - _PAIR + 1)}
