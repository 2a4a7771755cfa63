"""Typed values: from what a source writes to the value types of `kb.elements`."""

from kb.values.dates import DateImpossible, type_date
from kb.values.element import absent_words, type_element
from kb.values.limits import LIMIT_UNITS
from kb.values.text import ABSENT_WORDS
from kb.values.texts import typed_text
from kb.values.typed import PART_MARK, Typed, ValueInvalid

__all__ = [
    "ABSENT_WORDS",
    "LIMIT_UNITS",
    "PART_MARK",
    "DateImpossible",
    "Typed",
    "ValueInvalid",
    "absent_words",
    "type_date",
    "type_element",
    "typed_text",
]
