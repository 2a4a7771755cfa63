"""A message as it arrives: the words, and what was set or chosen with them."""

from dataclasses import dataclass, field

from dialogue.turn import Slots
from dialogue.understanding import Understood


@dataclass(frozen=True, kw_only=True)
class Message:
    """What the citizen does in one turn."""

    understood: Understood
    option_id: str | None = None
    given: Slots = field(default_factory=Slots)  # set by the caller, for the names in `fixed`
    fixed: frozenset[str] = frozenset()
    variety: int = 0  # which of several wordings is used; the same turn always gets the same
