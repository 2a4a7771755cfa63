"""Reading cases from files: every wrong row is named, with its remedy, before anything is run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

from eval.case_mapping import CANONICAL, CaseMapping, find_case_mapping
from eval.cases import GROUPS, Case, Part
from eval.errors import CasesInvalid
from kb.elements import Element
from kb.errors import Problem
from kb.mapping import find_mapping
from kb.mapping_cells import label, picked
from kb.mapping_rules import ColumnRule
from kb.readers import Row, open_table
from kb.values.text import as_text, split_list

_PART_FIELDS = frozenset(each.name for each in fields(Part))
LONGEST_QUESTION = 2000  # characters, as the hotline takes them


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """The cases of a file or of several, and the columns that nobody reads."""

    paths: tuple[Path, ...]
    cases: tuple[Case, ...]
    unknown_columns: tuple[str, ...] = ()


def read_all(paths: Sequence[Path], mapping: CaseMapping | None = None) -> CaseFile:
    """The cases of several files as one set; see `read_cases`.

    Raises:
        FileRefused, CasesInvalid: as there, and where two files give one id.
    """
    found = [read_cases(path, mapping) for path in paths]
    cases = tuple(case for file in found for case in file.cases)
    if problems := list(_repeated(cases)):
        raise CasesInvalid(paths[-1], problems)
    unknown = dict.fromkeys(name for file in found for name in file.unknown_columns)
    return CaseFile(paths=tuple(paths), cases=cases, unknown_columns=tuple(unknown))


def read_cases(path: Path, mapping: CaseMapping | None = None) -> CaseFile:
    """Read and check cases; ids are unique, a row without one is called by its number.

    Args:
        path: JSONL, JSON, CSV or XLSX.
        mapping: how columns become fields; None: the hotline's own format.

    Raises:
        FileRefused: from `kb.errors`, where nothing of the file can be read.
        CasesInvalid: naming each wrong row, its field and the remedy.
    """
    rules = mapping or find_case_mapping(CANONICAL)
    table = open_table(path, sheet=rules.sheet)
    if lacking := rules.missing(table.columns):
        remedy = f"Its columns are {', '.join(map(repr, table.columns))}: rename them, or --mapping"
        raise CasesInvalid(
            path, [_problem(path, None, None, f"there is no column {lacking[0]!r}", remedy)]
        )
    cases: list[Case] = []
    problems: list[Problem] = []
    for row in table:
        if isinstance(row, Problem):
            problems.append(row)
            continue
        found = _RowReader(path, row, rules).cases()
        for each in found:
            (cases if isinstance(each, Case) else problems).append(each)  # type: ignore[arg-type]
    problems += _repeated(cases)
    if problems:
        raise CasesInvalid(path, problems)
    return CaseFile(paths=(path,), cases=tuple(cases), unknown_columns=rules.unknown(table.columns))


class _RowReader:
    """One row made into cases: several where it words one question in several ways."""

    def __init__(self, path: Path, row: Row, mapping: CaseMapping) -> None:
        self._path = path
        self._row = row
        self._mapping = mapping
        self._problems: list[Problem] = []

    def cases(self) -> list[Case | Problem]:
        case_id = self._texts("id")
        wordings = [(each,) for each in self._texts("question")]
        turns = self._texts("turns")
        if turns and wordings:
            self._wrong("turns", "there is a question and there are turns", "Leave one of them out")
        elements = [self._element(each) for each in self._texts("element")]
        case = Case(
            id=case_id[0] if case_id else f"row-{self._row.number}",
            turns=(),
            gold=tuple(dict.fromkeys(self._texts("gold"))),
            element=elements[0] if elements else None,
            region=self._text("region"),
            situation=self._text("situation"),
            answer=self._texts("answer"),
            expect=self._expect(),
            tags=tuple(dict.fromkeys(self._texts("tags"))),
            parts=self._parts("parts"),
            meant=self._parts("meant"),
            absent=self._texts("absent"),
            made_from=self._text("made_from"),
            place=f"{self._path}, row {self._row.number}",
        )
        if not (case.gold or case.answer or case.expect or case.parts):
            self._wrong(
                "gold",
                "nothing says what is right",
                "Give gold (codes), answer (texts), or expect = unanswerable for what has no answer",
            )
        if case.meant and len(case.meant) != len(turns) - 1:
            self._wrong(
                "meant",
                f"{len(case.meant)} stand beside {len(turns)} turns",
                "Write what is meant by each turn but the last, or leave it out",
            )
        asked = [tuple(turns)] if turns else wordings
        for each in asked or [()]:
            self._check_turns(each)
        if self._problems:
            return list(self._problems)
        if len(asked) == 1:
            return [replace(case, turns=asked[0])]
        return [replace(case, id=f"{case.id}-{n}", turns=each) for n, each in enumerate(asked, 1)]

    def _check_turns(self, turns: tuple[str, ...]) -> None:
        if not turns:
            self._wrong("question", "the question is empty", "Write the citizen's words")
        for each in turns:
            if len(each) > LONGEST_QUESTION:
                self._wrong(
                    "question",
                    f"the question has {len(each)} characters",
                    f"Shorten it to {LONGEST_QUESTION}, the most that the hotline takes",
                )

    def _parts(self, field: str) -> tuple[Part, ...]:
        """Several questions of one message, or of a conversation; only JSON can hold them."""
        rule = self._mapping.columns.get(field)
        raw = picked(rule, self._row.values) if rule else None
        try:
            return tuple(self._part(each) for each in raw) if isinstance(raw, list) else ()
        except (TypeError, ValueError) as error:
            remedy = "Write what is right for each question, with the fields of a case"
            self._wrong(field, str(error), remedy)
            return ()

    def _part(self, told: object) -> Part:
        if not isinstance(told, dict) or set(told) - _PART_FIELDS:
            raise ValueError(f"{told!r} is no object of {', '.join(sorted(_PART_FIELDS))}")
        element = as_text(told.get("element"))
        return Part(
            gold=tuple(_flat(ColumnRule(column="gold"), told.get("gold"))),
            element=self._element(element) if element else None,
            region=as_text(told.get("region")) or None,
            situation=as_text(told.get("situation")) or None,
            answer=tuple(_flat(ColumnRule(column="answer"), told.get("answer"))),
        )

    def _element(self, written: str) -> Element | None:
        if (element := _elements().get(written)) is None:
            self._wrong(
                "element", f"{written!r} is no element", f"Elements are {', '.join(Element)}"
            )
        return element

    def _expect(self) -> str | None:
        written = self._text("expect")
        if written is not None and written not in GROUPS:
            self._wrong(
                "expect", f"{written!r} is no status group", f"Groups are {', '.join(GROUPS)}"
            )
        return written

    def _text(self, field: str) -> str | None:
        found = self._texts(field)
        if len(found) > 1:
            self._wrong(field, f"{len(found)} values stand where one belongs", "Leave one")
        return found[0] if found else None

    def _texts(self, field: str) -> tuple[str, ...]:
        rule = self._mapping.columns.get(field)
        if rule is None:
            return ()
        try:
            return tuple(_flat(rule, picked(rule, self._row.values)))
        except TypeError as error:
            self._wrong(field, str(error), "Write a text, or a list of texts")
            return ()

    def _wrong(self, field: str, problem: str, remedy: str) -> None:
        rule = self._mapping.columns.get(field)
        column = label(rule, self._row.values, field) if rule else field
        self._problems.append(_problem(self._path, self._row.number, column, problem, remedy))


def _flat(rule: ColumnRule, raw: object) -> Iterator[str]:
    """The texts of a value, a list, or a list of either; one text is parted where the rule says."""
    if isinstance(raw, list):
        for each in raw:
            inner = each if isinstance(each, list) else [each]
            yield from (text for value in inner if (text := as_text(value)))
    elif text := as_text(raw):
        yield from split_list(text, rule.split) if rule.split else [text]


@cache
def _elements() -> Mapping[str, Element]:
    """Every name of an element: its identifier, and the headings that guides give it."""
    names = {element.value: element for element in Element}
    columns = find_mapping("guides").columns
    headings = {
        heading: element
        for element in Element
        if element in columns
        for heading in columns[element].sources()
    }
    return {**headings, **names}


def _repeated(cases: Sequence[Case]) -> Iterator[Problem]:
    first: dict[str, Case] = {}
    for case in cases:
        if (known := first.setdefault(case.id, case)) is not case:
            problem = f"the id {case.id!r} stands twice, first in {known.place}"
            yield problem_at(case, "id", problem, "Give every case an id of its own")


def problem_at(case: Case, field: str, problem: str, remedy: str) -> Problem:
    """A finding about a case, at the place that it was read from."""
    file, _, row = case.place.rpartition(", row ")
    return _problem(Path(file), int(row) if row.isdecimal() else None, field, problem, remedy)


def _problem(path: Path, row: int | None, field: str | None, problem: str, remedy: str) -> Problem:
    return Problem(file=str(path), row=row, field=field, problem=problem, remedy=remedy)
