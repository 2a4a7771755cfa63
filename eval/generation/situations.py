"""How a situation is said beside the item, or left unsaid."""

import re
from random import Random

from eval.generation.asks import Ask
from eval.generation.short_forms import without_marks
from eval.generation.terms import BRACKETS, fold, to_everyday
from eval.generation.words import words

_WHOLLY_IN_BRACKETS = re.compile(r"^[(（]([^()（）]*)[)）]$")
_LAST_BRACKETS = re.compile(r"(?<=..)[(（]([^()（）]*)[)）]$")
_FEWEST_CHARACTERS = 2
_EVERYDAY_SHARE = 0.5


def told_beside(ask: Ask, text: str, random: Random | None = None) -> str | None:
    """The situation in words, where it must be said and the name does not say it."""
    if not ask.situation or not ask.must_say_situation:
        return None
    told = fold(ask.situation)
    if _unnumbered(ask.situation) in words("names")["no_situation"] or told in fold(text):
        return None
    return spoken_situation(ask, random)


def spoken_situation(ask: Ask, random: Random | None = None) -> str:
    """A situation less its numbering and, where chance is given, as a person would say it."""
    assert ask.situation is not None
    text = _WHOLLY_IN_BRACKETS.sub(r"\1", _unnumbered(ask.situation))
    if random is None:
        return text
    others = [each for each in ask.situations if each != ask.situation]
    without = _brackets_said(text)
    if all(fold(without) != fold(_brackets_said(_unnumbered(each))) for each in others):
        text = without
    text = without_marks(text)
    return to_everyday(text, random, _EVERYDAY_SHARE)


def _unnumbered(situation: str) -> str:
    text = situation.strip()
    table = words("names")
    for pattern in (*table["situation_front"], *table["situation_back"]):
        shorter = re.sub(pattern, "", text)
        text = shorter if len(shorter) >= _FEWEST_CHARACTERS else text
    return text


def _brackets_said(text: str) -> str:
    """Brackets within are left out, those at the end said after a pause: 「…，户籍地申请」."""
    body, end = text, _LAST_BRACKETS.search(text)
    if end is not None:
        body = f"{text[: end.start()]}，{end[1]}"
    return BRACKETS.sub("", body).strip("，") or text
