"""Which elements of a guide a question asks for, and the words that are left to name the item."""

import re
from functools import lru_cache

from kb.elements import Element
from retriever.element_likeness import likeness
from retriever.element_rules import CLAUSE, Asked, Clauses, overlap, rules

_FEWEST_NAMING = 3  # characters; with less left over, the question is searched for whole
_PUNCTUATION = re.compile(r"[\s,.;:!?、。，；：！？~…]+")
_STORY = 40  # characters from which a message is a story with a question in it
_TELLING = 3  # clauses from which something is told beside what is asked
_LAST = 3  # clauses; the very last is often but thanks


def prepare() -> None:
    """Make what asking is heard by: half a second, once a process."""
    likeness()
    _asked("")


@lru_cache(maxsize=256)
def elements_asked(text: str) -> tuple[Element, ...]:
    """The elements that a normalised text asks for, each once, in the order of mention."""
    if found := _asked(text):
        return tuple(dict.fromkeys(each.element for each in found))
    if learnt := _learnt(text):
        return learnt
    alone = [each for rule in rules().elements for each in rule.found_alone(text)]
    longest = sorted(alone, key=lambda each: (each.start - each.end, each.start))
    return tuple(each.element for each in longest[:1])


def asks_outright(text: str) -> bool:
    """Whether a normalised text asks for an element in so many words.

    「能用旧的吗」 only sounds like asking for conditions, as whatever may be or not does.
    """
    return bool(_asked(text))


def _learnt(text: str) -> tuple[Element, ...]:
    """What a text that asks is like, less what its words rule out.

    Of what is told at some length only the clauses that ask are compared: 「看病花了二十多万，家里没钱了，能救助吗」
    asks for no fee.
    """
    clauses = Clauses(text)
    if not clauses.ask:
        return ()
    barred = {rule.element for rule in rules().elements if rule.bars(text)}
    asking = text if clauses.count < _TELLING else ",".join(clauses.asking)
    return tuple(each for each in likeness().elements(asking) if each not in barred)


@lru_cache(maxsize=256)
def _asked(text: str) -> tuple[Asked, ...]:
    """All finds in order; of two in the same words the longer counts: 「投诉电话」 is no phone."""
    clauses = Clauses(text)
    found = [each for rule in rules().elements for each in rule.found(text, clauses)]
    longest_first = sorted(found, key=lambda each: (each.start - each.end, each.start))
    kept: list[Asked] = []
    for each in longest_first:
        spans = ((other.start, other.end) for other in kept if other.element is not each.element)
        if not any(overlap((each.start, each.end), span) for span in spans):
            kept.append(each)
    asked = {each.element for each in kept}
    gone = {rule.element for rule in rules().elements if rule.yields(text, asked)}
    kept = [each for each in kept if each.element not in gone]
    return tuple(sorted(kept, key=lambda each: each.start))


def forget_texts() -> None:
    """Forget what was found in the last texts, as whoever times a search must."""
    _asked.cache_clear()
    elements_asked.cache_clear()


def without_asking(text: str) -> str:
    """A normalised text less the words that ask for elements: what is left names the item."""
    asking = [False] * len(text)
    for each in _asked(text):
        for at in range(each.start, each.end):
            asking[at] |= not any(start <= at < end for start, end in each.kept)
    cut = re.compile("\0+")
    return cut.sub(" ", "".join("\0" if asks else c for c, asks in zip(text, asking, strict=True)))


def question_of(text: str) -> str:
    """The clauses of a long message that ask, each with the one before it, and the last ones.

    「我腿脚不好，跑了两趟，网上也没看懂，我家住松台，临时救助在哪办」: what comes before outweighs the item.
    """
    if len(text) < _STORY:
        return text
    asked = _asked(text)
    clauses = list(CLAUSE.finditer(text))
    kept = {
        number
        for own, clause in enumerate(clauses)
        if any(overlap((each.start, each.end), clause.span()) for each in asked)
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
