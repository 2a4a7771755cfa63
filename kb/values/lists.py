"""Typing elements that the source gives as a list of texts or of objects."""

from collections.abc import Callable, Mapping

from kb.canonical import CanonicalInvalid, material_from_json
from kb.elements import Element, Material, PhoneNumber, Phones, Value
from kb.values.materials import materials_of
from kb.values.plain import audiences_of, questions_of, steps_of
from kb.values.text import as_text, is_absent
from kb.values.texts import typed_text
from kb.values.typed import Typed, checked


def from_list(element: Element, raw: list[object], words: tuple[str, ...]) -> Typed:
    """Type a list of texts, or of the objects that make up materials, phones and questions.

    Args:
        element: which one.
        raw: the list.
        words: the texts that say nothing.

    Raises:
        CanonicalInvalid: where an object has other parts than its kind.
        TypeError: where a list or an object stands in place of a text.
    """
    objects = [dict(each) for each in raw if isinstance(each, Mapping)]
    if objects and len(objects) == len(raw) and element in _OF_OBJECTS:
        return checked(_OF_OBJECTS[element](objects))
    if element is Element.MATERIALS:
        documents = [_document(each) for each in raw if not _says_nothing(each, words)]
        return checked(materials_of(documents)) if documents else Typed(None)
    texts = [text for each in raw if not is_absent(text := as_text(each), words)]
    if not texts:
        return Typed(None)
    typer = _OF_TEXTS.get(element)
    return checked(typer(texts) if typer else typed_text(element, "\n".join(texts)))


def _document(each: object) -> str | Material:
    return material_from_json(dict(each)) if isinstance(each, Mapping) else as_text(each)


def _says_nothing(each: object, words: tuple[str, ...]) -> bool:
    return not isinstance(each, Mapping) and is_absent(as_text(each), words)


def _pair(each: dict[object, object]) -> tuple[str, str]:
    if set(each) != {"question", "answer"}:
        raise CanonicalInvalid(
            f"a question has 'question' and 'answer', found {sorted(map(str, each))}"
        )
    return as_text(each["question"]), as_text(each["answer"])


def _phones_of(objects: list[dict[object, object]]) -> Phones:
    if any(not set(each) <= {"number", "station"} or not each.get("number") for each in objects):
        raise CanonicalInvalid("a telephone has 'number' and, where known, 'station'")
    numbers = tuple(
        PhoneNumber(number=as_text(each["number"]), station=as_text(each.get("station")) or None)
        for each in objects
    )
    text = "\n".join(
        f"{each.station}：{each.number}" if each.station else each.number for each in numbers
    )
    return Phones(text=text, numbers=numbers)


def _questions_of(objects: list[dict[object, object]]) -> Value:
    return questions_of([_pair(each) for each in objects])


_OF_OBJECTS: dict[Element, Callable[[list[dict[object, object]]], Value]] = {
    Element.FAQ: _questions_of,
    Element.PHONE: _phones_of,
    Element.COMPLAINT_PHONE: _phones_of,
}
_OF_TEXTS: dict[Element, Callable[[list[str]], Value]] = {
    Element.PROCEDURE: steps_of,
    Element.AUDIENCE: audiences_of,
}
