"""What the hotline does not take up."""

from enum import StrEnum

from dialogue.understanding.words import words


class Barred(StrEnum):
    """不予答复: why a message is declined."""

    HARMFUL = "harmful"  # forging papers, evading, weapons, drugs, hurting somebody
    MEDICAL = "medical"  # what to take or do for an illness
    POLITICAL = "political"  # bait for judgements on politics and leaders
    OUT_OF_SCOPE = "out_of_scope"  # weather, shares, poems, the model itself


def barred_by(text: str) -> Barred | None:
    """Why a normalised message is declined, if it is."""
    return next((Barred(name) for name, said in words("barred").items() if said.said(text)), None)
