"""Numbers as people write them: 7, ７, 七, 二十, 两."""

from decimal import Decimal, InvalidOperation

import cn2an

# Bounded, so that no pattern built on it can take long over a run of digits.
NUMERAL = r"(?:\d{1,9}(?:\.\d{1,4})?|[零〇一二两三四五六七八九十百千]{1,9})"


def to_decimal(written: str) -> Decimal | None:
    """The value of a numeral; None where it is not one."""
    try:
        return Decimal(written)
    except InvalidOperation:
        pass
    try:
        return Decimal(str(cn2an.cn2an(written, "smart")))
    except (ValueError, KeyError):  # the library looks some odd mixtures up and finds no unit
        return None


def to_int(written: str) -> int | None:
    """The value of a numeral that stands for a whole number; None otherwise."""
    value = to_decimal(written)
    return int(value) if value is not None and value == value.to_integral_value() else None
