"""Taking up the matter before again, where an aside has left none that is talked about.

「交强险跟着车走吗」, in the midst of selling a car, is a question with its answer; and where it was asked back
what is meant, and not chosen, nothing is settled. What is asked on then and stands in the guide of the matter
before (「过户要交税不」) is about that, and not about any house.
"""

from dataclasses import replace

from dialogue.deciding.continuing import continues
from dialogue.deciding.found import Found
from dialogue.deciding.guide_questions import most_alike
from dialogue.deciding.guides import guides_of
from dialogue.deciding.spoken_of import names_one_of, spoken_of
from dialogue.findings import Findings
from dialogue.resolving import Asked, Relation
from dialogue.state import State

_OF_ITS_OWN = (Relation.NEW, Relation.MAY_FOLLOW)


def resumed(asked: Asked, state: State, findings: Findings) -> Asked | None:
    """The question asked of the matter before; None where there is none, or another is sure."""
    before = state.matters[0] if state.matters else None
    if before is None or before.item is None or before.open is not None:
        return None
    is_free = asked.relation in _OF_ITS_OWN and asked.slots.item is None
    if not is_free or asked.understood.topic is not None or Found(asked, state, findings).is_sure:
        return None
    slots = replace(asked.slots, item=before.item, situation=before.situation)
    if asked.understood.names_nothing:  # 「那多少钱」
        elements = asked.elements or before.elements
        return replace(asked, relation=Relation.BACK, slots=slots, elements=elements)
    return replace(asked, relation=Relation.MAY_FOLLOW, slots=slots, open=None)


def goes_on_before(asked: Asked, state: State, findings: Findings) -> bool:
    """Whether a question asked of the matter before is about that, and not about what is open."""
    if asked.relation is Relation.BACK:
        return True
    words, item = asked.search_text, asked.slots.item
    guides = guides_of(findings, item) if item is not None else ()
    offered = state.pending.options.values() if state.pending is not None else ()
    others = (guides_of(findings, each.item) for each in offered if each.item is not None)
    if any(spoken_of(words, each) for each in others):
        return False
    about = spoken_of(words, guides) or names_one_of(words, guides) or most_alike(words, guides)
    return bool(about) and continues(Found(asked, state, findings))
