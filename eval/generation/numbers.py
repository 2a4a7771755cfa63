"""Numbers: 20, ２０ or 二十, in the question itself and in a remark beside it."""

import re
from enum import StrEnum
from functools import cache
from random import Random

import cn2an

from eval.generation.asks import Ask
from eval.generation.utterance import Utterance
from eval.generation.words import words

_TO_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_CHINESE = "一二三四五六七八九十百两"
_YEAR = re.compile(r"(?<![0-9A-Za-z])([12][0-9]{3})(?=年)")
_FIGURES = re.compile(r"(?<![0-9A-Za-z.])([0-9]{1,4})(?![0-9A-Za-z.])")
_DIGITS = "〇一二三四五六七八九"


class Style(StrEnum):
    """How numbers are written."""

    FIGURES = "figures"  # 20
    WIDE = "wide"  # ２０
    CHARACTERS = "characters"  # 二十


def with_numbers(
    ask: Ask, utterance: Utterance, random: Random, *, organisation: bool
) -> Utterance | None:
    """A remark with a number, and every number of the question written in one style."""
    style = random.choice(list(Style))
    fitting = [
        each
        for each in words("numerals")["remarks"]
        if ask.element not in each["never"] and not (organisation and each.get("person"))
    ]
    remark = random.choice(fitting)
    values = {
        "n": random.randint(remark["from"], remark["to"]),
        "d": random.randint(2, 28),
    }
    told = utterance.between(remark["text"].format(**values), "")
    written = told.map(lambda piece: rewrite(piece.text, style))
    return written if written.text != utterance.text else None


def rewrite(text: str, style: Style) -> str:
    """The numbers of a text in another style; what they count and words like 统一 stay."""
    if style is Style.CHARACTERS:
        years = _YEAR.sub(lambda m: "".join(_DIGITS[int(digit)] for digit in m[1]), text)
        return _FIGURES.sub(lambda m: _in_characters(m, years), years)
    figures = _counted().sub(_in_figures, text)
    if style is Style.WIDE:
        return re.sub(
            r"(?<![A-Za-z])[0-9]+(?![A-Za-z])", lambda m: m[0].translate(_TO_WIDE), figures
        )
    return figures


@cache
def _counted() -> re.Pattern[str]:
    """A number in characters before a word that is counted, or a word to leave alone (group 1)."""
    table = words("numerals")
    fixed = "|".join(map(re.escape, sorted(table["fixed"], key=len, reverse=True)))
    counted = "|".join(map(re.escape, sorted(table["counted"], key=len, reverse=True)))
    return re.compile(f"({fixed})|(?<![{_CHINESE}几千万])[{_CHINESE}]+(?=(?:{counted}))")


def _in_figures(match: re.Match[str]) -> str:
    if match[1]:
        return match[0]
    try:
        return str(cn2an.cn2an(match[0], "smart"))
    except ValueError:  # 三十四五, or not a number at all
        return match[0]


def _in_characters(match: re.Match[str], text: str) -> str:
    number = str(cn2an.an2cn(match[1], "low"))
    counts = text[match.end() : match.end() + 1] in set("个口趟次份遍条")
    return "两" if number == "二" and counts else number
