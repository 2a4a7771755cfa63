"""Whether a question asks beside the elements that it is heard as asking for.

「门口想放两张桌子行吗」 sounds like asking for conditions, as whatever may be or not does. Where the conditions
say nothing of tables, they are no answer: it is asked for something else.
"""

from collections.abc import Sequence

from dialogue.deciding.decisions import Told
from dialogue.deciding.guides import says
from dialogue.deciding.spoken_of import spoken_of, words_named
from dialogue.phrases import phrase
from dialogue.resolving import other_names
from dialogue.words import asks_who_goes, names_of
from kb.elements import Element
from retriever.elements import asks_outright
from retriever.tokens import normalise


def asks_beside(text: str, elements: Sequence[Element], guides: Sequence[Told]) -> bool:
    """True where what a question names stands in none of the elements it only sounds like asking for.

    Args:
        text: the words asked in, normalised.
        elements: that they are heard as asking for.
        guides: of all situations of the item that is talked about.
    """
    if (asks_outright(text) and elements != (Element.FEE,)) or asks_who_goes(text) or not guides:
        return False
    names = {name for told in guides for name in names_of(told.guide)}
    named = {
        word for word in words_named(text, unknown=True) if not any(word in name for name in names)
    }
    if not named or (Element.MATERIALS in elements and _are_papers(text)):
        return False  # 「要结婚证吗」 is answered by the list in which it does not stand
    named |= set(other_names(text))
    told = [
        normalise(each)
        for told in guides
        for each in (*says(told.guide, elements), told.guide.situation)
        if each
    ]
    if any(word in each for word in named for each in told):
        return False
    # 「坐公交免费吗」 asks for a fee, and it is another element that tells of buses.
    return not asks_outright(text) or spoken_of(text, guides)


def _are_papers(text: str) -> bool:
    return phrase("papers").search(text) is not None
