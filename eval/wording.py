"""Texts as they are compared: width, spaces, case and numerals do not tell them apart."""

import re
from functools import lru_cache

from kb.values.numbers import to_decimal
from retriever.tokens import normalise

_NUMERALS = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_ODD = re.compile(r"[\s\u3000]+")
_MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "－": "-", "～": "~"})  # fmt: skip


@lru_cache(maxsize=65536)
def comparable(text: str) -> str:
    """One way of writing for what means the same.

    NFKC, lower case, simplified characters, no white space, one kind of quotation mark and dash,
    and Chinese numerals as figures (五个工作日 is 5个工作日). Both sides of a comparison are
    written so, hence a numeral that is a word (一次性) does no harm.
    """
    plain = _ODD.sub("", normalise(text)).translate(_MARKS)
    return _NUMERALS.sub(lambda match: _figures(match[0]), plain)


def holds(text: str, part: str) -> bool:
    """Whether a text contains another, both written the comparable way."""
    return comparable(part) in comparable(text)


def _figures(written: str) -> str:
    value = to_decimal(written)
    return written if value is None else f"{value:f}"
