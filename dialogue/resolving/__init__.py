"""Following the thread: what a question means after everything that was said before."""

from dialogue.resolving.asked import Asked, Relation
from dialogue.resolving.assuming import assume, may_assume
from dialogue.resolving.choices import NONE_OF_THESE, chosen_option
from dialogue.resolving.resolve import resolve
from dialogue.resolving.situations import (
    situations_meant,
    things_befallen,
    without_mishaps,
    without_situations,
)
from dialogue.resolving.things import names_of_thing, other_names

__all__ = [
    "NONE_OF_THESE",
    "Asked",
    "Relation",
    "assume",
    "chosen_option",
    "may_assume",
    "names_of_thing",
    "other_names",
    "resolve",
    "situations_meant",
    "things_befallen",
    "without_mishaps",
    "without_situations",
]
