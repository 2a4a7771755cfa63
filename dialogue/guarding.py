"""The last step: nothing goes out that is not held by what is cited."""

import logging
from collections import Counter
from dataclasses import replace
from functools import lru_cache

from dialogue.composing.citing import source_lines
from dialogue.facts import prove
from dialogue.facts.told import Told
from dialogue.reply import Reply
from dialogue.turn import Citation
from dialogue.wording import wording
from kb.elements import Element
from kb.regions import Regions

_log = logging.getLogger(__name__)


def guarded(reply: Reply, regions: Regions) -> Reply:
    """The reply as it may be said: as it is, or, where the lock finds a fault, its stored words."""
    citations = citations_of(reply)
    if not citations:
        return reply  # the product's own sentences, which tests of the wording hold
    found = prove(reply.text, citations, told_of(regions), context=context_of(reply))
    if not found:
        return reply
    # Without the words themselves: they may hold those of the citizen.
    kinds = Counter(str(each.kind) for each in found)
    _log.error("A reply was not proved by what it cites (%s); its stored words are given", kinds)
    return replace(reply, text=_stored_words(reply, regions), suggestions=())


def citations_of(reply: Reply) -> tuple[Citation, ...]:
    """Everything that a reply cites."""
    return tuple(each for answer in reply.answers for each in answer.citations)


def context_of(reply: Reply) -> tuple[str, ...]:
    """The words that a reply may say beside what it cites."""
    names = (word for each in reply.answers for word in (each.name, each.situation) if word)
    labels = (each.label for each in reply.options)
    return (*names, *labels, *reply.suggestions, *reply.context, *reply.worked_out)


@lru_cache(maxsize=4)
def told_of(regions: Regions) -> Told:
    """What the product says of itself, made ready once for the regions of a base."""
    return Told(regions)


def _stored_words(reply: Reply, regions: Regions) -> str:
    """Each answer under the name of its element, and the sources: nothing but what is stored."""
    say = wording()
    blocks = [
        say.answer["element"].format(element=say.elements[Element(each.element)], text=each.text)
        if each.element
        else each.text
        for each in reply.answers
    ]
    return "\n\n".join((*blocks, "\n".join(source_lines(reply.answers, regions))))
