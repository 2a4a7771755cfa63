"""Personal data is masked before a message is stored, logged or shown again."""

import re

from dialogue.wording import wording

_IDENTITY = re.compile(r"(?<!\d)(\d{17}[\dXx])(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_CARD = re.compile(r"(?<!\d)(\d(?:[ -]?\d){14,18})(?!\d)")
_CARD_LENGTHS = range(15, 20)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def mask(text: str) -> str:
    """Replace identity numbers, mobile numbers and bank cards by 「〔…已隐去〕」.

    A number counts only where its check digit is right, so that case numbers stay readable.
    """
    text = _IDENTITY.sub(lambda m: wording().masks["identity"] if is_identity(m[1]) else m[0], text)
    text = _CARD.sub(lambda m: wording().masks["card"] if is_card(m[1]) else m[0], text)
    return _MOBILE.sub(wording().masks["mobile"], text)


def is_identity(number: str) -> bool:
    """GB 11643: the last character is the check digit, ISO 7064 MOD 11-2, of the first 17."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def is_card(number: str) -> bool:
    """ISO/IEC 7812: 15 to 19 digits whose Luhn sum is divisible by ten."""
    digits = [int(each) for each in number if each.isdigit()][::-1]
    doubled = (sum(divmod(2 * each, 10)) for each in digits[1::2])
    return len(digits) in _CARD_LENGTHS and (sum(digits[::2]) + sum(doubled)) % 10 == 0
