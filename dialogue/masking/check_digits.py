"""The check digits that tell a number of a person from any other number."""

_IDENTITY_LENGTH = 18
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
CARD_LENGTHS = range(15, 20)
_CREDIT_LENGTH = 18
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z


def is_identity(number: str) -> bool:
    """GB 11643: 17 digits and a check character, which is ISO 7064 MOD 11-2 of them."""
    digits, check = number[:-1], number[-1:]
    if len(number) != _IDENTITY_LENGTH or not digits.isdecimal():
        return False
    pairs = zip(digits, _IDENTITY_WEIGHTS, strict=True)
    return check == _IDENTITY_CHECKS[sum(int(digit) * weight for digit, weight in pairs) % 11]


def is_card(number: str) -> bool:
    """ISO/IEC 7812: 15 to 19 digits whose Luhn sum is divisible by ten."""
    if len(number) not in CARD_LENGTHS or not number.isdecimal():
        return False
    digits = [int(each) for each in reversed(number)]
    doubled = (sum(divmod(2 * each, 10)) for each in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def is_credit_code(code: str) -> bool:
    """GB 32100: 17 characters and a check character, MOD 31 of them weighted by powers of 3."""
    if len(code) != _CREDIT_LENGTH or any(each not in _CREDIT_ALPHABET for each in code):
        return False
    values = [_CREDIT_ALPHABET.index(each) for each in code]
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:-1]))
    return values[-1] == -total % 31
