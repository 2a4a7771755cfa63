"""Questions that stand in a guide itself (常见问题), found by the words that they share."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dialogue.deciding.decisions import Told
from dialogue.deciding.guides import says
from dialogue.words import left_over, names_of
from kb.elements import Element, QuestionAnswer, Questions
from retriever.tokens import normalise

_PAIR = 2
_ALIKE = 0.5  # Dice coefficient of pairs of characters from which a question is the one asked
_THE_SAME = 0.8  # Dice coefficient of what is left of both from which they ask for the same
_MOST = 0.6  # share of the words named that a question holds
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
        for pair in questions_in(told)
    ]
    best = max(found, key=lambda each: each.score, default=None)
    return best if best is not None and best.score >= _ALIKE else None


def named_alike(text: str, elements: Sequence[Element], guides: Sequence[Told]) -> Alike | None:
    """The question of the guides that asks for the same thing by its name.

    「税要交多少」 is heard as asking for the fee, and means 「二手房过户要交哪些税」: once the item, asking and
    idle words are taken away, 税 is left of both.

    Args:
        text: the words asked in, normalised.
        elements: that they are heard as asking for; where one of them tells of it, none is given.
        guides: in which to look.
    """
    found = [
        Alike(told=told, question=pair.question, answer=pair.answer, score=score)
        for told in guides
        if (rest := left_over(text, told.guide)) and not _tells_of(told, elements, rest)
        for pair in questions_in(told)
        if (score := _shared(rest, left_over(normalise(pair.question), told.guide))) >= _THE_SAME
    ]
    return max(found, key=lambda each: each.score, default=None)


def holding(words: Collection[str], guides: Sequence[Told]) -> Alike | None:
    """The question of the guides that holds most of the words named: 「补证期间能开车不」.

    One of them must not stand in the names of the item, which any question of its may repeat.
    """
    found = [
        Alike(told=told, question=pair.question, answer=pair.answer, score=share)
        for told in guides
        for pair in questions_in(told)
        if (held := {word for word in words if word in normalise(pair.question)})
        and any(not any(word in name for name in names_of(told.guide)) for word in held)
        and (share := len(held) / len(words)) >= _MOST
    ]
    return max(found, key=lambda each: each.score, default=None)


def _tells_of(told: Told, elements: Sequence[Element], rest: str) -> bool:
    return any(rest in normalise(each) for each in says(told.guide, elements) if each)


def _shared(one: str, other: str) -> float:
    """2 |A ∩ B| / (|A| + |B|) over characters (Dice, 1945)."""
    own, others = set(one), set(other)
    return 2 * len(own & others) / (len(own) + len(others)) if own and others else 0.0


def questions_in(told: Told) -> tuple[QuestionAnswer, ...]:
    """The questions of a guide."""
    value = told.guide.elements.get(Element.FAQ)
    return value.pairs if isinstance(value, Questions) else ()


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
