"""Typing one element of a guide, whatever shape the source gives it in."""

from collections.abc import Mapping

from kb.canonical import CanonicalInvalid, value_from_json
from kb.elements import Element
from kb.values.lists import from_list
from kb.values.text import ABSENT_WORDS, as_text, is_absent, without_prefix
from kb.values.texts import typed_text
from kb.values.typed import Typed, ValueInvalid, checked
from kb.values.wording import labels


def absent_words(element: Element) -> tuple[str, ...]:
    """The words that mean "not stated" for an element: a fee of 无 is none to be paid."""
    if element is Element.FEE:
        return tuple(word for word in ABSENT_WORDS if not word.startswith("无"))
    return ABSENT_WORDS


def type_element(
    element: Element,
    raw: object,
    *,
    none: tuple[str, ...] | None = None,
    strip_prefix: tuple[str, ...] = (),
    unit: str | None = None,
) -> Typed:
    """Type one element of a guide.

    Args:
        element: which one.
        raw: what the file holds: text, a number, a list, or the canonical object.
        none: the words that mean "not stated", instead of the usual ones.
        strip_prefix: labels to take off besides the usual ones (「办理地点：」).
        unit: of a limit whose column holds bare numbers.

    Raises:
        ValueInvalid: where a list or an object has parts that the element does not.
    """
    words = absent_words(element) if none is None else none
    try:
        if isinstance(raw, Mapping):
            return checked(value_from_json(element, dict(raw)))
        if isinstance(raw, list):
            return from_list(element, raw, words)
        text = without_prefix(as_text(raw), (*strip_prefix, *labels(element)))
    except (CanonicalInvalid, TypeError) as error:
        raise ValueInvalid(str(error)) from error
    if is_absent(text, words):
        return Typed(None)
    return checked(typed_text(element, text, unit))
