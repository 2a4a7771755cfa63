"""Scenes (场面): what is said beyond one plain question."""

from collections.abc import Mapping
from enum import StrEnum


class Scene(StrEnum):
    """场面: what a case is besides one question in one message (tag `scene:<name>`)."""

    THREAD = "thread"  # several turns; what was said before is not said again
    SEVERAL = "several"  # several questions in one message
    PERSONAL = "personal"  # personal data beside the question
    EXPIRED = "expired"  # a guide that is not in force
    COMPLAINT = "complaint"  # complaints, reports, pleas, suggestions
    PERSON = "person"  # a person is asked for
    OUT_OF_SCOPE = "out_of_scope"
    EMERGENCY = "emergency"
    SMALLTALK = "smalltalk"


SHARES: Mapping[Scene, float] = {
    Scene.THREAD: 0.40,
    Scene.SEVERAL: 0.18,
    Scene.PERSONAL: 0.16,
    Scene.EXPIRED: 0.06,
    Scene.COMPLAINT: 0.10,
    Scene.PERSON: 0.02,
    Scene.OUT_OF_SCOPE: 0.04,
    Scene.EMERGENCY: 0.02,
    Scene.SMALLTALK: 0.02,
}
"""Of the cases that are scenes, how many are which."""
