"""What a session remembers between turns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dialogue.handoff import HandOff
from dialogue.turn import Slots
from dialogue.understanding import SaidDay, Understood
from kb.elements import Element

_KEPT_MATTERS = 12
_KEPT_WORDS = 3
_KEPT_TRIED = 5
_KEPT_STORY = 5


class About(StrEnum):
    """What an open question is about."""

    ITEM = "item"
    SITUATION = "situation"
    REGION = "region"
    AUDIENCE = "audience"
    STEP = "step"  # of a life event: nothing was asked, but each step can be asked on


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A question that waits for the citizen's choice, and what each option would set."""

    search_text: str
    elements: tuple[Element, ...]
    options: Mapping[str, Slots]  # option id → the slots it stands for; 「都不是」 sets none
    labels: Mapping[str, str]
    about: About = About.ITEM
    was_put: bool = (
        True  # to the citizen; else all options were answered alike, and one may be chosen
    )


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What was talked about before, to come back to: 「还是刚才那个」."""

    item: str | None  # none: which of the options of `open` was meant stayed open
    situation: str | None = None
    elements: tuple[Element, ...] = ()
    words: tuple[str, ...] = ()  # of the citizen while it was talked about
    open: Pending | None = None


@dataclass(frozen=True, kw_only=True)
class State:
    """The slots that stay, the question that is open, and what led to it."""

    slots: Slots = field(default_factory=Slots)
    elements: tuple[Element, ...] = ()  # asked for last: 「那南区呢」 asks for them again
    day: SaidDay | None = None  # asked for last, with the hours
    pending: Pending | None = None
    matters: tuple[Matter, ...] = ()  # other items talked about, the last one first
    later: tuple[Understood, ...] = ()  # questions that wait until the open one is answered
    rounds: int = 0  # replies in a row that asked back or did not help
    lacking: tuple[Element, ...] = ()  # asked for last, and not in the guide
    words: tuple[str, ...] = ()  # the citizen's last messages, masked, oldest first
    story: tuple[str, ...] = ()  # of these, and some before, what was said of the present matter
    cut: tuple[
        tuple[Element, int], ...
    ] = ()  # lists told last that are not whole: up to which item
    tried: tuple[str, ...] = ()  # what was answered last, oldest first
    steps: tuple[
        tuple[str, str], ...
    ] = ()  # of a life event told: item and what it is called there
    dead: tuple[str, ...] = ()  # who of the citizen's family was told to have died
    handoff: HandOff | None = None  # waits for a person

    def heard(self, masked: str, dead: Iterable[str] = ()) -> "State":
        """The state with one more message of the citizen, and who died by it."""
        return replace(
            self,
            dead=tuple(dict.fromkeys((*self.dead, *dead))),
            words=(*self.words, masked)[-_KEPT_WORDS:],
            story=_kept((*self.story, masked)),
        )

    def having_tried(self, *said: str) -> "State":
        """The state with what was answered."""
        others = [each for each in self.tried if each not in said]
        return replace(self, tried=tuple([*others, *said][-_KEPT_TRIED:]))

    def turned_to(self, slots: Slots) -> "State":
        """The state with other slots; an item that is left is kept to come back to."""
        left, unnamed = self.slots.item, self._left_open(slots)
        matters = [
            each
            for each in self.matters
            if each.item is None or each.item not in (slots.item, left)
        ]
        if unnamed is not None or (left is not None and left != slots.item):
            was = Matter(
                item=left,
                situation=self.slots.situation,
                elements=self.elements,
                words=self.story[:-1],
                open=unnamed,
            )
            matters.insert(0, was)
        # What was told before the matter had a name counts.
        goes_on = unnamed is None and left in (None, slots.item)
        return replace(
            self,
            slots=slots,
            matters=tuple(matters[:_KEPT_MATTERS]),
            story=self.story if goes_on else self.story[-1:],
        )

    def _left_open(self, slots: Slots) -> Pending | None:
        """What was answered whichever of several items was meant, where another is turned to."""
        open_ = self.pending
        if open_ is None or open_.was_put or slots.item is None:
            return None
        return None if slots.item in {each.item for each in open_.options.values()} else open_


def _kept(story: tuple[str, ...]) -> tuple[str, ...]:
    """The last of what was said of a matter, and the first, by which it was named."""
    return story if len(story) <= _KEPT_STORY else (story[0], *story[1 - _KEPT_STORY :])
