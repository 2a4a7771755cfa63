"""Whether words are about what stands in the guides of an item: 「备案在手机上能搞吗」, of 异地就医备案.

What a citizen asks on in is rarely the item's whole name, but words out of its guide: the head of its
name (备案), a paper, a place, a step. Where all of them stand there, and what was found by them elsewhere
is unsure, the item is still meant.
"""

import re
from collections.abc import Sequence

from dialogue.deciding.decisions import Told
from dialogue.phrases import phrase
from kb.elements import Element
from retriever.elements import without_asking
from retriever.tokens import normalise, words_of

_HAN = re.compile("[\u4e00-\u9fff]+")
_TOLD = frozenset(Element) - {Element.LEGAL_BASIS, Element.AGENCY}
_A_WORD = 2  # characters; what is shorter stands in every text by chance


def spoken_of(text: str, guides: Sequence[Told]) -> bool:
    """True where every word of two characters and more of a normalised text stands in some guide.

    Asking words and words that say nothing do not count; a text without others is about nothing.
    """
    rest = phrase("says_nothing").sub(" ", without_asking(text))
    words = {word for run in _HAN.findall(rest) for word in words_of(run) if len(word) >= _A_WORD}
    return bool(words) and words <= {
        word for each in guides for word in words if _holds(each, word)
    }


def _holds(told: Told, word: str) -> bool:
    guide = told.guide
    names = (guide.name, *guide.aliases, guide.situation or "", *guide.sample_questions)
    said = (value.text for element, value in guide.elements.items() if element in _TOLD)
    return any(word in normalise(each) for each in (*names, *said))
