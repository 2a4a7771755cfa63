"""The canonical form of records: plain JSON, without loss, and a digest of it.

It is what the store keeps and what `hotline kb export` writes (one object a line). The elements
of a guide stand beside its other fields; each is an object with `text` and what was understood of
it. Fields that are empty are left out.
"""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kb.elements import VALUE_TYPES, Element, Material, Text, Value
from kb.records import RECORD_TYPES, Guide, Record, RecordKind

_VALUES: dict[Element, TypeAdapter[Any]] = {
    element: TypeAdapter(cls) for element, cls in VALUE_TYPES.items()
}
_RECORDS: dict[RecordKind, TypeAdapter[Any]] = {
    kind: TypeAdapter(cls) for kind, cls in RECORD_TYPES.items()
}
_MATERIAL: TypeAdapter[Material] = TypeAdapter(Material)
# The agency is a field of the guide and one of its elements; written once where both agree.
_AGENCY_ELEMENT = "agency_element"


class CanonicalInvalid(ValueError):
    """A JSON object is not the canonical form of what it should be."""


def to_json(record: Record) -> dict[str, Any]:
    """A record as plain JSON: strings, numbers, booleans, lists and objects only."""
    kind = next(kind for kind, cls in RECORD_TYPES.items() if type(record) is cls)
    if not isinstance(record, Guide):
        return dict(_RECORDS[kind].dump_python(record, mode="json", exclude_defaults=True))
    data = dict(
        _RECORDS[kind].dump_python(
            replace(record, elements={}), mode="json", exclude_defaults=True, exclude={"elements"}
        )
    )
    for element in VALUE_TYPES:
        if element is not Element.AGENCY and (value := record.elements.get(element)) is not None:
            data[element.value] = value_to_json(element, value)
    told = record.elements.get(Element.AGENCY)
    if told != _agency_element(record.agency):
        data[_AGENCY_ELEMENT] = None if told is None else told.text
    return data


def from_json(kind: RecordKind, data: dict[str, Any]) -> Record:
    """The record that `to_json` wrote.

    Raises:
        CanonicalInvalid: naming the field and what is wrong with it.
    """
    if kind is not RecordKind.GUIDE:
        return _validated(_RECORDS[kind], data)  # type: ignore[no-any-return]
    names = {element.value for element in VALUE_TYPES if element is not Element.AGENCY}
    plain = {k: v for k, v in data.items() if k not in names and k != _AGENCY_ELEMENT}
    guide: Guide = _validated(_RECORDS[kind], plain)
    elements = {
        element: value_from_json(element, data[element.value])
        for element in VALUE_TYPES
        if element.value in names and element.value in data
    }
    told = data.get(_AGENCY_ELEMENT, guide.agency)
    if told is not None:
        elements[Element.AGENCY] = Text(text=told)
    return replace(guide, elements=elements)


def value_to_json(element: Element, value: Value) -> dict[str, Any]:
    """The typed value of an element as a JSON object."""
    return dict(_VALUES[element].dump_python(value, mode="json", exclude_defaults=True))


def value_from_json(element: Element, data: object) -> Value:
    """The value that `value_to_json` wrote.

    Raises:
        CanonicalInvalid: naming the part of the value and what is wrong with it.
    """
    return _validated(_VALUES[element], data)  # type: ignore[no-any-return]


def material_from_json(data: object) -> Material:
    """One document of a list, as a source may write it: name, form, copies, count and when.

    Raises:
        CanonicalInvalid: naming the part and what is wrong with it.
    """
    return _validated(_MATERIAL, data)  # type: ignore[no-any-return]


def digest(record: Record) -> str:
    """SHA-256 (hex) of the canonical JSON: equal records have equal digests."""
    text = json.dumps(to_json(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def field_names(kind: RecordKind) -> tuple[str, ...]:
    """Every field of the canonical form of a kind, elements included."""
    own = [each.name for each in fields(RECORD_TYPES[kind]) if each.name != "elements"]
    extra = [e.value for e in Element if e.value not in own] if kind is RecordKind.GUIDE else []
    return (*own, *extra)


def _agency_element(agency: str | None) -> Text | None:
    return None if agency is None else Text(text=agency)


def _validated(adapter: TypeAdapter[Any], data: object) -> Any:
    try:
        value = adapter.validate_python(data)
    except ValidationError as error:
        said = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'value'}: {each['msg']}"
            for each in error.errors()
        )
        raise CanonicalInvalid(said) from error
    if unknown := list(_unknown_keys(data, adapter.dump_python(value, mode="json"))):
        raise CanonicalInvalid(f"there is no field {', '.join(map(repr, unknown))}")
    return value


def _unknown_keys(given: object, whole: object) -> Iterator[str]:
    """Keys given that the value does not have (pydantic ignores them in plain dataclasses)."""
    match given, whole:
        case dict(), dict():
            yield from (str(key) for key in given if key not in whole)
            for key in given.keys() & whole.keys():
                yield from _unknown_keys(given[key], whole[key])
        case list(), list():
            for each, known in zip(given, whole, strict=False):
                yield from _unknown_keys(each, known)
        case _:
            pass
