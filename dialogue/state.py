"""What a session remembers between turns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogue.turn import Slots
from kb.elements import Element


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A question that waits for the citizen's choice, and what each option would set."""

    search_text: str
    elements: tuple[Element, ...]
    options: Mapping[str, Slots]  # option id → the slots it stands for; 「都不是」 sets none
    labels: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class State:
    """The slots that stay, and the question that is open."""

    slots: Slots = field(default_factory=Slots)
    elements: tuple[Element, ...] = ()  # asked for last: 「那南区呢」 asks for them again
    pending: Pending | None = None
