"""One question, resolved against what the session remembers."""

from dataclasses import dataclass
from enum import StrEnum

from dialogue.state import About, Pending
from dialogue.turn import Slots
from dialogue.understanding import SaidDay, Understood
from dialogue.words import asks_for_other_benefits
from kb.elements import Element


class Relation(StrEnum):
    """How a question stands to what was said before."""

    NEW = "new"
    CHOICE = "choice"  # of an option of the open question
    FOLLOWS = "follows"  # names nothing of its own: 「多少钱」
    MAY_FOLLOW = "may_follow"  # names something, be it another matter or more of the same
    BACK = "back"  # 「还是刚才那个」
    NONE = "none"  # of the options: 「都不是」

    @property
    def keeps_item(self) -> bool:
        """True where the item in the slots is the one that is meant."""
        return self in (Relation.CHOICE, Relation.FOLLOWS, Relation.BACK)

    @property
    def follows(self) -> bool:
        """True where something was talked about before, be it this or another matter."""
        return self in (Relation.FOLLOWS, Relation.MAY_FOLLOW)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked, with everything that is settled before anything is looked up."""

    understood: Understood
    relation: Relation
    slots: Slots
    elements: tuple[Element, ...] = ()  # asked for now, or taken over from the question before
    day: SaidDay | None = None
    search_text: str = ""
    open: Pending | None = None  # the question that was open and is not answered by this
    fixed: frozenset[str] = frozenset()  # names of slots that the caller set
    carried: bool = False  # the elements were taken over
    assumed: str | None = None  # the option that was taken as the likeliest, since none was chosen
    rest: bool = False  # what was left out of lists is asked for: 「还有呢」
    dead: bool = False  # somebody was told to have died
    of_the_dead: bool = False  # and it is he or she who is spoken of
    whole: bool = False  # lists are wanted whole: 「全部列出来」
    joined: bool = False  # the words of the open question are read with these

    @property
    def asks_for_others(self) -> bool:
        """True where it is asked what else there is to get beside the matter talked about."""
        goes_on = self.relation in (Relation.FOLLOWS, Relation.MAY_FOLLOW)
        return goes_on and self.slots.item is not None and asks_for_other_benefits(self.search_text)

    @property
    def goes_on_open(self) -> Pending | None:
        """The open question which item is meant, where something is said that chooses none."""
        of_items = self.open is not None and self.open.about is About.ITEM
        goes_on = self.relation is Relation.MAY_FOLLOW and self.slots.item is None
        return self.open if of_items and goes_on else None

    @property
    def with_open_words(self) -> str:
        """These words after those of the open question, less what they take back of it."""
        before = self.open.search_text if self.open is not None else ""
        for taken_back in self.understood.ruled_out:
            before = before.replace(taken_back, "")
        return f"{before} {self.search_text}".strip()
