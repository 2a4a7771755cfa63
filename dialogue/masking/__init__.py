"""Personal data is masked before a message is stored, logged or sent anywhere."""

from dialogue.masking.check_digits import is_card, is_credit_code, is_identity
from dialogue.masking.masks import MaskedKind, mask, unmarked

__all__ = ["MaskedKind", "is_card", "is_credit_code", "is_identity", "mask", "unmarked"]
