"""Understanding a message: everything that its words say, before anything is looked up."""

from dialogue.understanding.alarms import Alarm
from dialogue.understanding.barring import Barred
from dialogue.understanding.days import DayPart, SaidDay
from dialogue.understanding.reading import Understanding
from dialogue.understanding.requests import RequestKind
from dialogue.understanding.signals import Signal
from dialogue.understanding.splitting import matters_in, names_nothing
from dialogue.understanding.understood import Understood

__all__ = [
    "Alarm",
    "Barred",
    "DayPart",
    "RequestKind",
    "SaidDay",
    "Signal",
    "Understanding",
    "Understood",
    "matters_in",
    "names_nothing",
]
