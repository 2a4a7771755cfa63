"""Deciding: one table for messages as they are, one for questions with what was found."""

from dialogue.deciding.escalating import ROUNDS
from dialogue.deciding.joining import with_open_question
from dialogue.deciding.resuming import goes_on_before, resumed
from dialogue.deciding.screening import SCREEN, screen
from dialogue.deciding.table import TABLE, decide

__all__ = [
    "ROUNDS",
    "SCREEN",
    "TABLE",
    "decide",
    "goes_on_before",
    "resumed",
    "screen",
    "with_open_question",
]
