"""Whether words are about what stands in the guides of an item: 「备案在手机上能搞吗」, of 异地就医备案.

What a citizen asks on in is rarely the item's whole name, but words out of its guide: the head of its
name (备案), a paper, a place, a step. Where all of them stand there, and what was found by them elsewhere
is unsure, the item is still meant.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from dialogue.deciding.decisions import Told
from dialogue.phrases import phrase
from dialogue.resolving import other_names
from dialogue.understanding import without_kin
from kb.elements import Element
from retriever.elements import without_asking
from retriever.tokens import normalise, words_of

_HAN = re.compile("[\u4e00-\u9fff]+")
_AGE = re.compile(r"\d+(?=周?岁)")
_TOLD = frozenset(Element) - {Element.LEGAL_BASIS, Element.AGENCY}
_A_WORD = 2  # characters; what is shorter stands in every text by chance


def spoken_of(text: str, guides: Sequence[Told]) -> bool:
    """True where every word of two characters and more of a normalised text stands in some guide.

    So must an age: 「80岁以上有钱发吗」 is not about what one gets at 60.
    """
    words = words_named(text)
    ages = ((f"{age}岁", f"{age}周岁") for age in _AGE.findall(text))
    said = (*((word, *other_names(word)) for word in words), *ages)
    return bool(words) and all(
        any(_holds(told, word) for told in guides for word in ways) for ways in said
    )


def names_one_of(text: str, guides: Sequence[Told]) -> bool:
    """True where a word of a normalised text stands in a name of the guides: 过户, in 二手车过户."""
    names = {normalise(name) for told in guides for name in (told.guide.name, *told.guide.aliases)}
    return any(word in name for word in words_named(text) for name in names)


def words_named(text: str, *, unknown: bool = False) -> set[str]:
    """The words of a normalised text that neither ask nor say nothing.

    Args:
        text: it.
        unknown: whether characters that make up no known word count as one: 「产检」.
    """
    rest = phrase("yes_or_no").sub(" ", without_kin(without_asking(text)))
    rest = phrase("says_nothing").sub(" ", rest)
    found = [list(words_of(run)) for run in _HAN.findall(rest)]
    words = {word for run in found for word in run if len(word) >= _A_WORD}
    return words | {each for run in found for each in _made_up(run)} if unknown else words


def _made_up(words: Sequence[str]) -> list[str]:
    """What single characters in a row make up."""
    rows = ("".join(row) for single, row in groupby(words, lambda each: len(each) == 1) if single)
    return [row for row in rows if len(row) >= _A_WORD]


def _holds(told: Told, word: str) -> bool:
    guide = told.guide
    names = (guide.name, *guide.aliases, guide.situation or "", *guide.sample_questions)
    said = (value.text for element, value in guide.elements.items() if element in _TOLD)
    return any(word in normalise(each) for each in (*names, *said))
