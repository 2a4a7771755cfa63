"""Personal data is masked before a message is stored, logged or shown again."""

import re
from unicodedata import normalize

from dialogue.wording import wording

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
# Digits in groups, as people write long numbers; only an identity number ends with an X.
_NUMBERS = re.compile(r"\d+(?:[ \u3000－-]\d+)*(?:[ \u3000－-]?[XxＸｘ])?")
_GROUP = re.compile(r"\d+[XxＸｘ]?|[XxＸｘ]")
_NOT_IN_NUMBERS = re.compile(r"[^0-9X]")
_IDENTITY_LENGTH = 18
_CARD_LENGTHS = range(15, 20)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def mask(text: str) -> str:
    """Replace identity numbers, mobile numbers and bank cards by 「〔…已隐去〕」.

    A number counts only where its check digit is right, so that case numbers stay readable.
    """
    return _MOBILE.sub(wording().masks["mobile"], _NUMBERS.sub(_mask_groups, text))


def unmarked(masked: str) -> str:
    """A masked text without what stands in the place of numbers: it is not what is asked about."""
    for mark in wording().masks.values():
        masked = masked.replace(mark, " ")
    return masked


def _mask_groups(match: re.Match[str]) -> str:
    """Mask neighbouring groups of digits that make up one number, the longest first."""
    text = match[0]
    groups = [group.span() for group in _GROUP.finditer(text)]
    spans = sorted(
        (
            (start, end)
            for at, (start, _) in enumerate(groups)
            for _, end in groups[at : at + _CARD_LENGTHS.stop]
        ),
        key=lambda span: span[0] - span[1],
    )
    for start, end in spans:
        number = _NOT_IN_NUMBERS.sub("", normalize("NFKC", text[start:end]).upper())
        name = "identity" if is_identity(number) else "card" if is_card(number) else None
        if name is not None:
            rest = _NUMBERS.sub(_mask_groups, text[end:])
            return _NUMBERS.sub(_mask_groups, text[:start]) + wording().masks[name] + rest
    return text


def is_identity(number: str) -> bool:
    """GB 11643: 17 digits and a check character, which is ISO 7064 MOD 11-2 of them."""
    digits, check = number[:-1], number[-1:]
    if len(number) != _IDENTITY_LENGTH or not digits.isdecimal():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return check == "10X98765432"[total % 11]


def is_card(number: str) -> bool:
    """ISO/IEC 7812: 15 to 19 digits whose Luhn sum is divisible by ten."""
    if len(number) not in _CARD_LENGTHS or not number.isdecimal():
        return False
    digits = [int(each) for each in reversed(number)]
    doubled = (sum(divmod(2 * each, 10)) for each in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
