"""The fact lock (事实锁): proves that every fact of a reply stands in what the reply cites."""

from dialogue.facts.fact import Fact, FactKind
from dialogue.facts.lock import Violation, ViolationKind, prove
from dialogue.facts.reading import facts_in

__all__ = ["Fact", "FactKind", "Violation", "ViolationKind", "facts_in", "prove"]
