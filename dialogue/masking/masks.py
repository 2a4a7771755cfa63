"""Replacing personal data by marks that say what stood there."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import lru_cache
from unicodedata import normalize

from dialogue.masking import finders
from dialogue.masking.addresses import addresses
from dialogue.wording import wording


class MaskedKind(StrEnum):
    """隐去的个人信息: what kind of personal data a mark stands for."""

    EMAIL = "email"
    IDENTITY = "identity"
    CREDIT_CODE = "credit_code"
    CARD = "card"
    MOBILE = "mobile"
    LANDLINE = "landline"
    PASSPORT = "passport"
    PLATE = "plate"
    ADDRESS = "address"


# In order: of two kinds that claim the same characters the first has them.
_FINDERS: dict[MaskedKind, Callable[[str], Iterator[finders.Span]]] = {
    MaskedKind.EMAIL: finders.emails,
    MaskedKind.IDENTITY: finders.identities,
    MaskedKind.CREDIT_CODE: finders.credit_codes,
    MaskedKind.CARD: finders.cards,
    MaskedKind.MOBILE: finders.mobiles,
    MaskedKind.LANDLINE: finders.landlines,
    MaskedKind.PASSPORT: finders.passports,
    MaskedKind.PLATE: finders.plates,
    MaskedKind.ADDRESS: addresses,
}


def mask(text: str) -> str:
    """Replace personal data by marks: 「〔手机号已隐去〕」.

    A long number counts only where its check digit is right or the words say what it is, so that
    the numbers of cases and items stay readable. Masking again changes nothing.
    """
    while (masked := _masked_once(text)) != text:  # a number may come to light beside another
        text = masked
    return text


def unmarked(masked: str) -> str:
    """A masked text without what stands in the place of numbers: it is not what is asked about."""
    for mark in wording().masks.values():
        masked = masked.replace(mark, " ")
    return masked


def _masked_once(text: str) -> str:
    flat = "".join(map(_flat, text))
    if not any(each.isdecimal() or each in "一二三四五六七八九零@" for each in flat):
        return text
    taken: list[tuple[int, int, MaskedKind]] = []
    for kind, find in _FINDERS.items():
        for start, end in find(flat):
            if all(end <= other[0] or other[1] <= start for other in taken):
                taken.append((start, end, kind))
    for start, end, kind in sorted(taken, reverse=True):
        text = text[:start] + wording().masks[kind] + text[end:]
    return text


@lru_cache(maxsize=4096)
def _flat(character: str) -> str:
    """The character half-width and in capitals, where that is one character too."""
    folded = normalize("NFKC", character).upper()
    return folded if len(folded) == 1 else character
