"""What finding gives back: hits with P(right), what was rejected, and how long it took."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.elements import Element
from kb.entries import EntryKind


@dataclass(frozen=True, kw_only=True)
class Query:
    """One search: the citizen's words and what restricts them."""

    text: str
    regions: frozenset[str] | None = None  # region codes that may apply; None: all
    k: int = 10


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One item, question or document found, with the entry that found it."""

    item_code: str
    name: str
    region: str | None
    entry_id: str
    element: Element | None
    kind: EntryKind
    probability: float  # P(right), calibrated
    text: str
    score: float = 0.0  # fused, before calibration
    matched: str = ""  # the indexed words that found it
    situation: str | None = None  # of the item, where the words single one out


@dataclass(frozen=True, kw_only=True)
class Results:
    """Hits best first, one an item; `rejected` are the next best that were cut off."""

    generation: int
    hits: tuple[Hit, ...]
    rejected: tuple[Hit, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
