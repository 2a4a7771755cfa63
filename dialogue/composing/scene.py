"""What a reply is composed of, beside the decision itself."""

from dataclasses import dataclass

from dialogue.findings import Findings
from dialogue.resolving import Asked
from dialogue.state import State


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The question, what the session remembers, what was found, and which wording is used."""

    asked: Asked
    state: State
    findings: Findings
    variety: int = 0

    def is_new(self, item: str | None) -> bool:
        """True where an item was not talked about just before."""
        return self.state.slots.item != item
