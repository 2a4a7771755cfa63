"""A choice by number: 「第二个」, 「最后那个」, 「选2」."""

import re
from functools import cache

from dialogue.understanding.words import bare_of, fragments, words
from kb.values.numbers import to_int
from retriever.elements import without_asking

LAST = -1
_MIDDLE = 2
_LETTER = re.compile(r"[a-d]")
_TRAILING = re.compile(r"(?:[\s要呢能可办]|可以|怎么)+$")
_MOST = 20  # nobody is offered more


def ordinal_in(text: str) -> int | None:
    """The number that a normalised message chooses, from 1; `LAST` counts from the end."""
    known = words("ordinals")
    if (step := fragments("ordinals")["step"].match(text)) is not None:
        return to_int(_number().findall(step[0])[0])  # 「第一步去哪办」
    text = _TRAILING.sub("", without_asking(text)) or text  # 「第二个多少钱」
    if known["last"].said(text):
        return LAST
    if known["first"].said(text):
        return 1
    if known["middle"].said(text):
        return _MIDDLE
    if not known["number"].said(text):
        return None
    bare = bare_of(text)
    if (written := _number().search(bare)) is None:
        letter = _LETTER.search(bare)
        return ord(letter[0]) - ord("a") + 1 if letter else None
    number = to_int(written[0])
    return number if number and number <= _MOST else None


@cache
def _number() -> re.Pattern[str]:
    return fragments("ordinals")["number"]
