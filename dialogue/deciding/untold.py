"""What is asked and no guide that may apply tells: that is said, and no situation asked for."""

from dataclasses import replace

from dialogue.deciding.acting import answer_guide
from dialogue.deciding.case import Case
from dialogue.deciding.decisions import AnswerGuide
from dialogue.deciding.elements import likest_elements
from dialogue.deciding.spoken_of import words_named
from dialogue.words import names_of
from kb.elements import Element


def no_guide_tells(case: Case) -> bool:
    """Whether something is asked for that none of the guides that may apply tells."""
    if not case.asks_for_something_else or case.wanted or not case.asked.relation.follows:
        return False
    words = _less_its_names(case.asked.understood.search_text, case)
    by_phone = (Element.PHONE in told.guide.elements for told in case.fitting)
    return all(by_phone) and not any(likest_elements(t.guide, words) for t in case.fitting)


def _less_its_names(words: str, case: Case) -> str:
    """The words without those by which the item is named: 社保卡, which its guides hold throughout."""
    names = {name for told in case.all_guides for name in names_of(told.guide)}
    for each in words_named(words):
        if any(each in name for name in names):
            words = words.replace(each, " ")
    return words


def answer_untold(case: Case) -> AnswerGuide:
    """A number to ring; which situation it is makes no difference."""
    return replace(answer_guide(case), elements=(Element.PHONE,), whichever=True)
