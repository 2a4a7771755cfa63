"""Traditional characters, as people from Hong Kong, Macao and Taiwan write."""

from functools import cache
from random import Random

import opencc

from retriever.tokens import normalise

_WAYS = ("s2t", "s2tw", "s2hk")
# Where the converter takes a verb for hair or a sum for a remittance.
_MENDED = {"換髮": "換發", "補髮": "補發", "核髮": "核發", "簽髮": "簽發", "髮放": "發放"}


def in_traditional(text: str, random: Random) -> str | None:
    """The text in traditional characters; None where nothing changes or the way back is lost."""
    for way in random.sample(_WAYS, len(_WAYS)):
        found: str = _converter(way).convert(text)
        for wrong, right in _MENDED.items():
            found = found.replace(wrong, right)
        if found != text and normalise(found) == normalise(text):
            return found
    return None


@cache
def _converter(way: str) -> opencc.OpenCC:
    return opencc.OpenCC(way)
