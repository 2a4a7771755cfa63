"""What is said in a conversation, as it is shown."""

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """说话方: who speaks."""

    CITIZEN = "citizen"
    ASSISTANT = "assistant"
    OPERATOR = "operator"


@dataclass(frozen=True, kw_only=True)
class Source:
    """依据: one thing that an utterance stands on, as rows of (label, words) to be read."""

    title: str
    quote: str
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """可选项: one thing that may be said next; `key` is the digit that takes it, if any."""

    id: str
    label: str
    key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """发言: one message of one side, with what it stands on and what may be said next."""

    side: Side
    text: str
    label: str = ""  # a line under it, such as that a machine made it
    sources: tuple[Source, ...] = ()
    options: tuple[Choice, ...] = ()  # one of them is asked for
    suggestions: tuple[Choice, ...] = ()  # what people ask next
