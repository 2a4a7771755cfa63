"""JSON inside a cell: for what a plain form cannot say (清单、对象写在一个单元格里)."""

import re

from kb.readers.json_values import JsonBroken, loads
from kb.values.text import clean
from kb.values.typed import ValueInvalid

# What nobody writes who does not mean JSON; quotes that a word processor turned count as meant.
_OBJECT = re.compile(r"\[?\s*\{\s*[\"“”'‘]|\{\s*\}|\[\s*\{\s*\}")
_LIST = re.compile(r"\[\s*\".*\]|\[\s*\]", re.DOTALL)


def unpacked(raw: object) -> object:
    """The list or object that a cell holds as JSON; anything else as it is.

    Raises:
        ValueInvalid: where a cell begins like JSON and is none, naming the place.
    """
    if not isinstance(raw, str):
        return raw
    text = clean(raw)
    if not _OBJECT.match(text) and not _LIST.fullmatch(text):
        return raw
    try:
        return loads(text)
    except JsonBroken as error:
        raise ValueInvalid(
            f"the cell begins like JSON and is none: {error}",
            remedy='Mend it there, with straight quotes "…", or write the value in plain words',
        ) from error
