"""What of a long element is told where one thing alone is asked: the parts that speak of it."""

import re

from dialogue.composing.lists import LISTS, Shown
from dialogue.wording import wording
from dialogue.words import holding
from kb.elements import Element
from kb.values.numbering import split_items

_PAIR, _SENTENCE = re.compile(r"(?m)^问：.*\n答：.*$"), re.compile(r"[^。]+。?")
_SHORT = 40  # characters that are told whole in any case


def excerpt(element: Element, text: str, words: tuple[str, ...]) -> Shown | None:
    """The items or sentences that hold the words, said to be a part; None where the whole has to be told."""
    items = split_items(text)
    is_list = element in LISTS and len(text.splitlines()) == len(items) > 1
    parts = text.splitlines() if is_list else _SENTENCE.findall(text)
    told = [part for part in parts if holding(words, part)]
    if not told or len(told) == len(parts) or len(text) <= _SHORT:
        return None
    say, said = wording().answer, "\n".join(told)
    if is_list:
        heading = say["excerpt_list"].format(total=len(parts), shown=len(told))
        return Shown(text=said, said=heading, upto=0)
    if len(text.splitlines()) > 1 or 0 < sum(item in said for item in items) < len(items):
        return None  # a list within sentences is told whole
    return Shown(text=said, said=say["excerpt"], upto=0)


def questions_about(text: str, words: tuple[str, ...]) -> str:
    """Of the questions that stand in a guide, with their answers, those that hold the words; else all."""
    return "\n".join(each for each in _PAIR.findall(text) if holding(words, each)) or text
