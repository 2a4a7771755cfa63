"""Reading JSON strictly: what a text holds must also be storable and unambiguous."""

import json
from collections.abc import Mapping


class JsonBroken(ValueError):
    """A JSON text that cannot be used; the message says why."""


def decoder() -> json.JSONDecoder:
    """A decoder that refuses keys given twice and numbers that are none."""
    return json.JSONDecoder(object_pairs_hook=_unique_keys, parse_constant=_no_number)


def loads(text: str) -> object:
    """Read one JSON value.

    Raises:
        JsonBroken: naming the place in the text and what is wrong there.
    """
    start = len(text) - len(text.lstrip())
    value, end = loads_at(decoder(), text, start)
    if text[end:].strip():
        raise JsonBroken(f"something follows the value at character {end + 1}")
    return value


def loads_at(reader: json.JSONDecoder, text: str, start: int) -> tuple[object, int]:
    """Read the JSON value that begins at `start`; the value and where it ends.

    Raises:
        JsonBroken: naming the place in the text and what is wrong there.
    """
    try:
        value, end = reader.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise JsonBroken(f"{error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise JsonBroken("values are nested too deeply") from error
    except ValueError as error:  # JsonBroken of the hooks, and integers of thousands of digits
        raise JsonBroken(str(error)) from error
    _refuse_half_characters(value)
    return value, end


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = sorted({key for key in names if names.count(key) > 1})
        raise JsonBroken(f"the key {', '.join(map(repr, twice))} stands twice in one object")
    return found


def _no_number(name: str) -> object:
    raise JsonBroken(f"{name} is not a JSON number")


def _refuse_half_characters(value: object) -> None:
    """An unpaired surrogate (half of a character) cannot be written in any encoding."""
    match value:
        case str():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise JsonBroken("the text holds half of a character (\\ud800-\\udfff)") from error
        case Mapping():
            for key, each in value.items():
                _refuse_half_characters(key)
                _refuse_half_characters(each)
        case list():
            for each in value:
                _refuse_half_characters(each)
        case _:
            pass
