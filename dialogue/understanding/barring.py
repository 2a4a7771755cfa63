"""What the hotline does not take up."""

from enum import StrEnum


class Barred(StrEnum):
    """不予答复: why a message is declined."""

    HARMFUL = "harmful"  # forging papers, evading, weapons, drugs, hurting somebody
    POLITICAL = "political"  # bait for judgements on politics and leaders
    OUT_OF_SCOPE = "out_of_scope"  # weather, shares, poems, the model itself
