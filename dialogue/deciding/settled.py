"""What is meant, where that is settled: the item, and all that stands in its guides."""

from functools import cached_property

from dialogue.deciding.continuing import continues
from dialogue.deciding.decisions import Told
from dialogue.deciding.found import Found
from dialogue.deciding.guides import guides_of
from dialogue.deciding.hits import WHOLE
from kb.records import Guide, Item
from retriever.results import Hit


class Settled(Found):
    """What was found, and the item that is meant."""

    @cached_property
    def continues(self) -> bool:
        """True where the item of the session is the one that is meant."""
        return continues(self)

    @cached_property
    def item(self) -> str | None:
        """The code of what is answered: an item, a question or a document."""
        if self.continues:
            return self.asked.slots.item
        if self.best is None or not self.is_sure or self.rivals:
            return None
        return self.best.item_code

    @cached_property
    def hit(self) -> Hit | None:
        """The hit of what is answered."""
        found = (*self.hits, *self.findings.within)
        return next((hit for hit in found if hit.item_code == self.item), None)

    @cached_property
    def entry(self) -> Hit | None:
        """What is answered, where that is a question with its answer or a passage."""
        if self.item is None:
            return None
        found = self.hit or self.findings.entry(self.item)
        return found if found is not None and found.kind in WHOLE else None

    @cached_property
    def probability(self) -> float:
        """P(right) of what is answered; 1 for what the citizen chose."""
        return 1.0 if self.continues or self.hit is None else self.hit.probability

    @cached_property
    def name(self) -> str:
        """The name of what is answered."""
        return self.findings.name(self.item) if self.item is not None else ""

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """The other names of what is answered."""
        first = self.findings.first(self.item) if self.item is not None else None
        return first.aliases if isinstance(first, Guide | Item) else ()

    @cached_property
    def all_guides(self) -> tuple[Told, ...]:
        """Every guide of the item."""
        return guides_of(self.findings, self.item) if self.item is not None else ()
