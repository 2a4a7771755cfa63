"""From one row to one record, as a column mapping says."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from kb.elements import Element, Text, Value
from kb.errors import RegionUnknown
from kb.mapping_cells import label, picked, text_of, texts_of
from kb.mapping_rules import LISTS, NAME_FIELD, REQUIRED, ColumnMapping, ColumnRule
from kb.records import RECORD_TYPES, Record, RecordKind
from kb.values import ValueInvalid, type_element
from kb.values.dates import UNLIMITED, type_date
from kb.values.event_steps import steps_of
from kb.values.json_cells import unpacked
from kb.values.text import as_text, split_list

DATES = ("verified_on", "valid_from", "valid_until", "published_on")
_ELEMENTS = {element.value: element for element in Element if element is not Element.AGENCY}
_PARTED = (*LISTS, "steps")
_BOOLEANS = {"true": True, "是": True, "1": True, "false": False, "否": False, "0": False}
_CODE_DIGITS = 10  # hex digits of a made code: among 100,000 names two meet once in 200 bases
_TITLE_CHARACTERS = 40
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_PLAIN_REMEDY = "Correct the value or leave it empty"
_REMEDIES = {
    "region": "Write its code or its whole path, or set create_regions = true in the mapping",
    **dict.fromkeys(DATES, "Write a day of the calendar as 2026-11-23, or leave it empty"),
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something about one field of a row; the row is lost by it where it `rejects`."""

    field: str | None
    problem: str
    remedy: str
    rejects: bool


@dataclass(kw_only=True)
class _Draft:
    fields: dict[str, Any] = field(default_factory=dict)
    elements: dict[Element, Value] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def reject(self, name: str | None, problem: str, remedy: str) -> None:
        self.findings.append(Finding(field=name, problem=problem, remedy=remedy, rejects=True))


def exploded(mapping: ColumnMapping, row: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The rows that one row stands for; itself, where the mapping explodes nothing.

    Raises:
        ValueInvalid: where the column to explode holds no object.
    """
    explode = mapping.explode
    if explode is None or row.get(explode.column) in (None, "", {}):
        yield row
        return
    inner = row[explode.column]
    if not isinstance(inner, Mapping):
        raise ValueInvalid("expected an object {key: value}")
    for key, value in inner.items():
        yield {**row, explode.key_as: key, explode.value_as: value}


def build(
    mapping: ColumnMapping, row: Mapping[str, object], find_region: Callable[[str], str]
) -> tuple[Record | None, list[Finding]]:
    """Make one record of one row; None where a finding rejects it.

    Args:
        mapping: how the columns become fields.
        row: column → value as the reader gives it.
        find_region: the code of a region as it is written; raises RegionUnknown.
    """
    draft = _Draft()
    elements = _ELEMENTS if mapping.kind is RecordKind.GUIDE else {}  # a notice has a place too
    for name, rule in mapping.columns.items():
        column = label(rule, row, name)
        try:
            raw = picked(rule, row)
            if name in elements or name in _PARTED:
                raw = unpacked(raw)
            if name in elements:
                _fill_element(draft, elements[name], rule, raw, column)
            elif (value := _plain(name, rule, raw, find_region)) is not None:
                draft.fields[name] = value
        except (RegionUnknown, TypeError, ValueError) as error:
            remedy = error.remedy if isinstance(error, ValueInvalid) else None
            draft.reject(column, str(error), remedy or _REMEDIES.get(name, _PLAIN_REMEDY))
    _complete(draft, mapping, row)
    if any(finding.rejects for finding in draft.findings):
        return None, draft.findings
    if mapping.kind is RecordKind.GUIDE:
        draft.fields["elements"] = draft.elements
    return RECORD_TYPES[mapping.kind](**draft.fields), draft.findings


def _plain(
    name: str, rule: ColumnRule, raw: object, find_region: Callable[[str], str]
) -> object | None:
    """The value of a field that is no element; None where it is absent."""
    if name in LISTS:
        return texts_of(rule, raw) or None
    if name == "steps":
        return steps_of(raw)
    text = text_of(rule, raw)
    if text is None or (name in DATES and text in UNLIMITED):
        return None
    if name in DATES:
        return type_date(text)
    if name == "region":
        return find_region(text)
    return _boolean(text) if name == "index_question" else text


def _fill_element(
    draft: _Draft, element: Element, rule: ColumnRule, raw: object, column: str
) -> None:
    if rule.split and isinstance(raw, str):
        raw = split_list(as_text(raw), rule.split)
    typed = type_element(
        element, raw, none=rule.none, strip_prefix=rule.strip_prefix, unit=rule.unit
    )
    if typed.value is None:
        return
    draft.elements[element] = typed.value
    if typed.left_as_text:
        shown = typed.value.text if len(typed.value.text) <= _TITLE_CHARACTERS else (
            typed.value.text[:_TITLE_CHARACTERS] + "…"
        )  # fmt: skip
        draft.findings.append(
            Finding(
                field=column,
                problem=f"{typed.left_as_text} in {shown!r}",
                remedy="It is answered word for word; state it plainly to have it understood too",
                rejects=False,
            )
        )


def _boolean(text: str) -> bool:
    if text.lower() not in _BOOLEANS:
        raise ValueInvalid(f"{text!r} is neither 是 nor 否")
    return _BOOLEANS[text.lower()]


def _complete(draft: _Draft, mapping: ColumnMapping, row: Mapping[str, object]) -> None:
    """What follows from other fields: made codes, titles, the agency as an element."""
    fields = draft.fields
    code_field = REQUIRED[mapping.kind][0]
    words = fields.get(NAME_FIELD[mapping.kind])
    if code_field not in fields and words and mapping.columns[code_field].make_code:
        fields[code_field] = made_code(mapping.source, words)
    if mapping.kind is RecordKind.POLICY and "title" not in fields and words:
        fields["title"] = title_of(words)
    if "aliases" in fields:
        fields["aliases"] = tuple(a for a in fields["aliases"] if a != fields.get("name"))
    if mapping.kind is RecordKind.GUIDE and (agency := fields.get("agency")):
        draft.elements[Element.AGENCY] = Text(text=agency)
    told = {finding.field for finding in draft.findings if finding.rejects}
    for name in REQUIRED[mapping.kind]:
        column = label(mapping.columns[name], row, name)
        if name not in fields and column not in told:
            draft.reject(column, "the field is empty", f"Fill it in; a {mapping.kind} needs it")


def made_code(source: str, words: str) -> str:
    """A code for what has none, the same on every import of the source."""
    return f"{source}-{sha256(words.encode()).hexdigest()[:_CODE_DIGITS]}"


def title_of(text: str) -> str:
    """The title of a policy without one: up to the first sentence end, at most 40 characters."""
    return _SENTENCE_END.split(text.strip(), maxsplit=1)[0].strip()[:_TITLE_CHARACTERS].strip()
