"""Understanding a message: everything that its words say, before anything is looked up."""

from dialogue.understanding.alarms import Alarm
from dialogue.understanding.barring import Barred
from dialogue.understanding.days import DayPart, SaidDay
from dialogue.understanding.kin import ANYBODY, kin_in, without_kin
from dialogue.understanding.reading import Understanding
from dialogue.understanding.requests import RequestKind
from dialogue.understanding.sayings import as_guides_say
from dialogue.understanding.signals import Signal
from dialogue.understanding.splitting import matters_in, names_nothing, without_papers
from dialogue.understanding.understood import Understood

__all__ = [
    "ANYBODY",
    "Alarm",
    "Barred",
    "DayPart",
    "RequestKind",
    "SaidDay",
    "Signal",
    "Understanding",
    "Understood",
    "as_guides_say",
    "kin_in",
    "matters_in",
    "names_nothing",
    "without_kin",
    "without_papers",
]
