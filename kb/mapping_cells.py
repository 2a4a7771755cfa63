"""What a rule of a mapping picks out of a row, before it is typed."""

from collections.abc import Mapping

from kb.mapping_rules import ColumnRule
from kb.values.text import ABSENT_WORDS, as_text, is_absent, split_list, without_prefix


def picked(rule: ColumnRule, row: Mapping[str, object]) -> object:
    """The raw value of a field: text, number, list or object; None where the row has none.

    Raises:
        TypeError: where a list or an object stands in one of several columns to be joined.
    """
    if rule.constant is not None:
        return list(rule.constant) if isinstance(rule.constant, tuple) else rule.constant
    if rule.column is not None:
        return row.get(rule.column)
    if rule.any_of:
        found = (row.get(name) for name in rule.any_of)
        return next((value for value in found if value not in (None, "")), None)
    if rule.join is None:
        return [value for name in rule.columns if (value := row.get(name)) is not None]
    words = ABSENT_WORDS if rule.none is None else rule.none
    texts = (as_text(row.get(name)) for name in rule.columns)
    return rule.join.join(text for text in texts if not is_absent(text, words))


def label(rule: ColumnRule, row: Mapping[str, object], field: str) -> str:
    """The column to name in a finding: the one the row has, as its editor knows it."""
    return next((name for name in rule.sources() if name in row), field)


def text_of(rule: ColumnRule, raw: object) -> str | None:
    """A plain text, without labels; None where it is absent.

    Raises:
        TypeError: where a list or an object stands in its place.
    """
    text = without_prefix(as_text(raw), rule.strip_prefix)
    return None if is_absent(text, ABSENT_WORDS if rule.none is None else rule.none) else text


def texts_of(rule: ColumnRule, raw: object) -> tuple[str, ...]:
    """A list of texts, each once and in order; one text is parted where the rule says.

    Raises:
        TypeError: where the list holds lists or objects.
    """
    found: dict[str, None] = {}
    cells = raw if isinstance(raw, list) and rule.columns else [raw]
    for cell in cells:
        # What is a list in the source is not parted again: an item may hold the mark.
        whole = cell if isinstance(cell, list) else split_list(as_text(cell), rule.split or "")
        texts = (text_of(rule, each) for each in whole)
        found.update((text, None) for text in texts if text is not None)
    return tuple(found)
