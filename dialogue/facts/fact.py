"""A fact: something in a text that is either right or wrong."""

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What kind of thing a fact is."""

    NUMBER = "number"  # with its unit: 20工作日
    DATE = "date"
    TIME = "time"  # of day, or from one to another
    WEEKDAY = "weekday"
    PHONE = "phone"
    WEB = "web"  # an address on the web or of e-mail
    FREE = "free"  # that nothing is charged
    REGION = "region"
    PLACE = "place"  # the end of a name of a street, hall, office …
    DOCUMENT = "document"  # the end of a name of a document, or a title in 《》


@dataclass(frozen=True, kw_only=True)
class Fact:
    """事实: a number, date, fee, phone, place or document name, in the one way it is compared."""

    kind: FactKind
    value: str
    said: str  # as it stands in the (folded) text


# Compared by whether the ground's words hold them, since Chinese does not part its words.
BY_WORDS = frozenset({FactKind.PLACE, FactKind.DOCUMENT, FactKind.REGION})
