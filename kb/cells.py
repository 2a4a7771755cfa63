"""A field as the cell of a table, in the plainest form that reads back as the same value."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from kb.canonical import value_to_json
from kb.elements import Element, Materials, Value
from kb.life_events import LifeEventStep
from kb.mapping_cells import text_of, texts_of
from kb.mapping_rules import ColumnRule
from kb.values import PART_MARK, type_element
from kb.values.event_steps import steps_of
from kb.values.json_cells import unpacked
from kb.values.marked import marked_line
from kb.values.materials import type_material

_YES, _NO = "是", "否"


def element_cell(element: Element, value: Value, rule: ColumnRule) -> str | None:
    """The value of an element: its own words, else with marks, else as JSON; None if none will do."""

    def read(cell: str) -> object:
        options: dict[str, Any] = {"strip_prefix": rule.strip_prefix, "unit": rule.unit}
        return type_element(element, unpacked(cell), none=rule.none, **options).value

    return _first(_element_forms(element, value), read, value)


def list_cell(values: tuple[str, ...], rule: ColumnRule) -> str | None:
    """Texts parted as the rule says, else a JSON list; None if neither reads back the same."""
    plain = (rule.split or "\n")[0].join(values)
    forms = iter((plain, _json(list(values))))
    return _first(forms, lambda cell: texts_of(rule, unpacked(cell)), values)


def steps_cell(steps: tuple[LifeEventStep, ...]) -> str | None:
    """The steps of a life event, one a line, else a JSON list."""
    lines = []
    for step in steps:
        parts = [each or "" for each in (step.item_code, step.item, step.who, step.what, step.when)]
        while len(parts) > 2 and not parts[-1]:  # noqa: PLR2004 - code and name always stand
            parts.pop()
        lines.append(PART_MARK.join(parts))
    told = [{name: part for name, part in vars(step).items() if part} for step in steps]
    forms = iter(("\n".join(lines), _json(told)))
    return _first(forms, lambda cell: steps_of(unpacked(cell)), steps)


def plain_cell(value: str | date | bool, rule: ColumnRule) -> str | None:
    """A text, a day, or yes and no; None for a text that a table would read as absent."""
    match value:
        case bool():
            return _YES if value else _NO
        case date():
            return value.isoformat()
        case _:
            return _first(iter((value,)), lambda cell: text_of(rule, cell), value)


def _element_forms(element: Element, value: Value) -> Iterator[str]:
    yield value.text
    if isinstance(value, Materials):
        yield "\n".join(
            each.name if type_material(each.name) == each else marked_line(each)
            for each in value.items
        )
    yield _json(value_to_json(element, value))


def _first(forms: Iterator[str], read: Callable[[str], object], value: object) -> str | None:
    for form in forms:
        try:
            if read(form) == value:
                return form
        except (TypeError, ValueError):
            continue
    return None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
