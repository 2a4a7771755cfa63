"""One question, resolved against what the session remembers."""

from dataclasses import dataclass
from enum import StrEnum

from dialogue.state import Pending
from dialogue.turn import Slots
from dialogue.understanding import SaidDay, Understood
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
