"""Which elements of a guide a question asks for, by the words of `data/elements.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from kb.elements import Element


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An element that is asked for and the words that ask for it, as a span of the text."""

    element: Element
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class _Rule:
    element: Element
    asks: re.Pattern[str]
    alone: re.Pattern[str] | None
    never: re.Pattern[str] | None

    def spans(self, text: str, pattern: re.Pattern[str] | None) -> list[Asked]:
        if pattern is None:
            return []
        barred = [match.span() for match in self.never.finditer(text)] if self.never else []
        return [
            Asked(element=self.element, start=match.start(), end=match.end())
            for match in pattern.finditer(text)
            if not any(_overlap(match.span(), span) for span in barred)
        ]


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    table = tomllib.loads(files("retriever").joinpath("data/elements.toml").read_text("utf-8"))

    def pattern(alternatives: list[str]) -> re.Pattern[str] | None:
        return re.compile("|".join(alternatives)) if alternatives else None

    return tuple(
        _Rule(
            element=Element(name),
            asks=re.compile("|".join(words["asks"])),
            alone=pattern(words.get("alone", [])),
            never=pattern(words["never"]),
        )
        for name, words in table.items()
    )


def elements_asked(text: str) -> tuple[Element, ...]:
    """The elements that a normalised text asks for, each once, in the order of mention."""
    if found := _asked(text):
        return tuple(dict.fromkeys(each.element for each in found))
    alone = [each for rule in _rules() for each in rule.spans(text, rule.alone)]
    return tuple(each.element for each in sorted(alone, key=lambda each: each.start)[:1])


def _asked(text: str) -> tuple[Asked, ...]:
    """All finds in order; of two in the same words the longer counts: 「投诉电话」 is no phone."""
    found = [each for rule in _rules() for each in rule.spans(text, rule.asks)]
    longest_first = sorted(found, key=lambda each: (each.start - each.end, each.start))
    kept: list[Asked] = []
    for each in longest_first:
        spans = ((other.start, other.end) for other in kept if other.element is not each.element)
        if not any(_overlap((each.start, each.end), span) for span in spans):
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: each.start))


_FEWEST_NAMING = 3  # characters; with less left over, the question is searched for whole
_PUNCTUATION = re.compile(r"[\s,.;:!?、。，；：！？~…]+")


def without_asking(text: str) -> str:
    """A normalised text less the words that ask for elements: what is left names the item."""
    for each in sorted(_asked(text), key=lambda each: -each.start):
        text = text[: each.start] + " " + text[each.end :]
    return text


_STORY = 40  # characters from which a message is a story with a question in it
_LAST = 3  # clauses; the very last is often but thanks
_CLAUSE = re.compile(r"[^,.;!?、。，；！？…]+[,.;!?、。，；！？…]*")


def question_of(text: str) -> str:
    """The clauses of a long message that ask, each with the one before it, and the last ones.

    「我腿脚不好，跑了两趟，网上也没看懂，我家住松台，临时救助在哪办」: what comes before outweighs the item.
    """
    if len(text) < _STORY:
        return text
    asked = _asked(text)
    clauses = list(_CLAUSE.finditer(text))
    kept = {
        number
        for own, clause in enumerate(clauses)
        if any(_overlap((each.start, each.end), clause.span()) for each in asked)
        for number in (own - 1, own)
        if number >= 0
    }
    # What asks may go unnoticed, while a story mentions telephones: most come to the point last.
    kept |= set(range(max(0, len(clauses) - _LAST), len(clauses)))
    return "".join(clauses[number][0] for number in sorted(kept)) or text


def naming_words(text: str) -> str:
    """The words of a normalised text that items are found by: without those for elements."""
    text = question_of(text)
    rest = _PUNCTUATION.sub(" ", without_asking(text)).strip()
    return rest if len(rest) >= _FEWEST_NAMING else text


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
