"""Personal data that nobody has: made up, with the check digits that real ones have."""

from collections.abc import Callable, Mapping
from random import Random

_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def identity(random: Random) -> str:
    """GB 11643: region, day of birth, sequence, and ISO 7064 MOD 11-2 of the 17 digits."""
    day = f"{random.randint(1950, 2005)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    body = f"{random.choice(('110105', '220102', '440106', '330203'))}{day}{_some(random, 3)}"
    total = sum(int(d) * w for d, w in zip(body, _IDENTITY_WEIGHTS, strict=True))
    return body + _IDENTITY_CHECKS[total % 11]


def mobile(random: Random) -> str:
    """Eleven digits that begin as those of the carriers do."""
    return random.choice(("138", "139", "150", "177", "186", "199")) + _some(random, 8)


def card(random: Random) -> str:
    """ISO/IEC 7812: 19 digits whose Luhn sum is divisible by ten."""
    body = random.choice(("622202", "621700", "622848", "621226")) + _some(random, 12)
    doubled = (sum(divmod(2 * int(d), 10)) for d in reversed(body[-1::-2]))
    plain = (int(d) for d in body[-2::-2])
    return body + str(-(sum(doubled) + sum(plain)) % 10)


def credit_code(random: Random) -> str:
    """GB 32100: 17 characters and MOD 31 of them weighted by powers of 3."""
    organisation = "".join(random.choice(_DIGITS + "AEF") for _ in range(8))
    body = f"91{random.choice(('110105', '220102'))}{organisation}{random.choice(_DIGITS)}"
    total = sum(_CREDIT_ALPHABET.index(c) * pow(3, at, 31) for at, c in enumerate(body))
    return body + _CREDIT_ALPHABET[-total % 31]


def plate(random: Random) -> str:
    """A car's number plate."""
    return f"{random.choice('京吉粤沪浙')}{random.choice('ABCDE')}{random.choice(_LETTERS)}{_some(random, 4)}"


def passport(random: Random) -> str:
    """An ordinary passport's number."""
    return f"E{_some(random, 8)}"


def email(random: Random) -> str:
    """An address of a domain that is kept for examples."""
    return f"{random.choice(('wang', 'li', 'zhang', 'chen'))}{_some(random, 4)}@example.com"


DATA: Mapping[str, Callable[[Random], str]] = {
    "identity": identity,
    "mobile": mobile,
    "card": card,
    "credit_code": credit_code,
    "plate": plate,
    "passport": passport,
    "email": email,
}


def _some(random: Random, count: int) -> str:
    return "".join(random.choice(_DIGITS) for _ in range(count))
