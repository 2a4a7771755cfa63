"""What one message says, as far as it can be told without looking anything up."""

from dataclasses import dataclass

from dialogue.understanding.alarms import Alarm
from dialogue.understanding.barring import Barred
from dialogue.understanding.days import SaidDay
from dialogue.understanding.requests import RequestKind
from dialogue.understanding.signals import SMALLTALK, Signal
from kb.elements import Audience, Element


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What one message says; every field but the first two is neutral where nothing was said."""

    masked: str  # the citizen's words less personal data, as they are stored
    search_text: str  # normalised, without names of regions and what was ruled out
    elements: tuple[Element, ...] = ()  # each once, in the order of mention
    kind: RequestKind = RequestKind.CONSULTATION
    signal: Signal | None = None
    alarm: Alarm | None = None  # goes before everything else
    danger: str | None = None  # which, where there is an alarm: see data/understanding/dangers.toml
    barred: Barred | None = None
    left_out: bool = False  # a question beside the others that is no matter of the hotline
    anger: bool = False
    weary: bool = False  # fed up, and asks all the same
    fortune: str | None = None  # what befell the citizen: see data/understanding/fortunes.toml
    sensitive: bool = False  # a matter for people: see data/understanding/moods.toml
    regions: tuple[str, ...] = ()  # region codes that the words can mean
    here: bool = False  # 「我们区」: the region that is known already
    elsewhere: str | None = None  # a real place that is not in the base: 济南
    audience: Audience | None = None  # only where plainly said
    topic: str | None = None  # of which all matters are asked for: 「户口方面都能办啥」
    dead: frozenset[str] = frozenset()  # who is told to have died
    ruled_out: tuple[str, ...] = ()  # 「不是丢了，是过期了」: 丢
    led_over: bool = False  # 「还有」, 「再问下」, before something else is asked
    ordinal: int | None = None  # a choice by number, from 1; -1 is the last one
    day: SaidDay | None = None  # for opening hours
    names_nothing: bool = False  # nothing but asking words: 「这个多少钱」
    parts: tuple["Understood", ...] = ()  # of a message with several questions; else empty

    @property
    def questions(self) -> tuple["Understood", ...]:
        """The questions of the message in order; a single one is the message itself."""
        return self.parts or (self,)

    @property
    def wants_operator(self) -> bool:
        """True where a person is asked for."""
        return self.signal is Signal.OPERATOR

    @property
    def smalltalk(self) -> str | None:
        """`greeting`, `thanks` or `farewell`, and nothing else."""
        return str(self.signal) if self.signal in SMALLTALK else None

    @property
    def is_answered_as_it_is(self) -> bool:
        """True where nothing has to be looked up for the reply."""
        return self.wants_operator or self.smalltalk is not None
