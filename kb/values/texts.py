"""Which typing each element of a guide has, from text."""

from collections.abc import Callable

from kb.elements import Element, Text, Value
from kb.values.fees import type_fee
from kb.values.limits import type_limit
from kb.values.materials import type_materials
from kb.values.phones import type_phones
from kb.values.plain import type_audiences, type_questions, type_steps, type_visits

_TYPERS: dict[Element, Callable[[str], Value]] = {
    Element.FEE: type_fee,
    Element.MATERIALS: type_materials,
    Element.PHONE: type_phones,
    Element.COMPLAINT_PHONE: type_phones,
    Element.PROCEDURE: type_steps,
    Element.VISITS: type_visits,
    Element.AUDIENCE: type_audiences,
    Element.FAQ: type_questions,
}


def typed_text(element: Element, text: str, unit: str | None = None) -> Value:
    """Type the text of an element."""
    if element in (Element.STATUTORY_LIMIT, Element.PROMISED_LIMIT):
        return type_limit(text, unit=unit)
    typer = _TYPERS.get(element)
    return typer(text) if typer else Text(text=text)
