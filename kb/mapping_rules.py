"""The keys of a column mapping, checked strictly: an unknown key is an error."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from kb.canonical import field_names
from kb.records import RecordKind
from kb.values import LIMIT_UNITS

_LIMITS = ("statutory_limit", "promised_limit")
LISTS = ("aliases", "sample_questions", "similar_questions", "item_codes")
REQUIRED: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.GUIDE: ("item_code", "name"),
    RecordKind.ITEM: ("item_code", "name"),
    RecordKind.FAQ: ("faq_id", "question", "answer"),
    RecordKind.POLICY: ("doc_id", "text"),  # a title is made from the text where there is none
    RecordKind.LIFE_EVENT: ("event_id", "name", "steps"),
    RecordKind.NOTICE: ("notice_id", "text", "valid_from", "valid_until"),
}
# The field whose words a missing code is made from.
NAME_FIELD: dict[RecordKind, str] = {
    RecordKind.GUIDE: "name",
    RecordKind.ITEM: "name",
    RecordKind.FAQ: "question",
    RecordKind.POLICY: "text",
    RecordKind.LIFE_EVENT: "name",
    RecordKind.NOTICE: "text",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColumnRule(_Strict):
    """How one field is filled: from a column, from the first that exists, from several, or fixed."""

    column: str | None = None
    any_of: tuple[str, ...] = ()  # the first of these that the file has
    columns: tuple[str, ...] = ()  # all of these: joined, or put together into one list
    join: str | None = None  # what stands between the texts of `columns`
    constant: str | bool | tuple[str, ...] | None = None
    none: tuple[str, ...] | None = None  # words that mean "not stated", instead of the usual ones
    split: str | None = None  # each of these characters parts a list
    strip_prefix: tuple[str, ...] = ()  # labels taken off, besides the usual ones
    unit: str | None = None  # of a limit whose column holds bare numbers
    make_code: bool = False  # where the code is absent: source and a digest of the name
    optional: bool = False  # the file may lack the column

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        origins = [self.column, self.any_of, self.columns, self.constant]
        if sum(each not in (None, ()) for each in origins) != 1:
            raise ValueError("give exactly one of column, any_of, columns, constant")
        if self.join is not None and not self.columns:
            raise ValueError("join needs columns")
        return self

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, unit: str | None) -> str | None:
        if unit is not None and unit not in LIMIT_UNITS:
            raise ValueError(f"{unit!r} is no unit; units are {', '.join(LIMIT_UNITS)}")
        return unit

    def sources(self) -> tuple[str, ...]:
        """Every column that the rule may read."""
        return (*((self.column,) if self.column else ()), *self.any_of, *self.columns)

    def missing(self, columns: Iterable[str]) -> tuple[str, ...]:
        """The columns that the rule needs and the file does not have."""
        have = set(columns)
        if self.any_of:
            return () if have.intersection(self.any_of) else (" / ".join(self.any_of),)
        return tuple(name for name in self.sources() if name not in have)


def _rule(given: Any) -> Any:
    """A rule in short: "column", or ["column", "another name of it"]."""
    match given:
        case str():
            return {"column": given}
        case list():
            return {"any_of": given}
        case _:
            return given


# A rule as it may be written in TOML: in full, or in short.
ShortRule = Annotated[ColumnRule, BeforeValidator(_rule)]


class Explode(_Strict):
    """A column that holds an object: each of its keys with its value becomes a row of its own."""

    column: str
    key_as: str  # the column that the key is put into
    value_as: str


class ColumnMapping(_Strict):
    """How the columns of a source become the fields of records."""

    kind: RecordKind
    source: str = Field(min_length=1, max_length=100)
    title: str | None = None  # what the source is called, in Chinese
    create_regions: bool = False  # regions unknown so far are made from their paths
    optional: bool = False  # the file may lack every column but the required ones
    sheet: str | None = None  # of a workbook, another sheet than the first
    columns: dict[str, ShortRule]
    explode: Explode | None = None
    ignored: tuple[str, ...] = ()  # columns that are known and not used
    example: dict[str, str] = {}  # field → value in the first row of the template
    notes: dict[str, str] = {}  # field → what is written into it, for the template
    widths: dict[str, str] = {}  # field → a width of `kb/tables.toml`, for tables

    @model_validator(mode="after")
    def _fields_of_kind(self) -> Self:
        known = field_names(self.kind)
        for place, names in (
            ("columns", self.columns),
            ("example", self.example),
            ("notes", self.notes),
            ("widths", self.widths),
        ):
            for name in names:
                if name not in known:
                    raise ValueError(
                        f"{place}.{name} is not a field of a {self.kind}; fields are {', '.join(known)}"
                    )
        for name in REQUIRED[self.kind]:
            if name not in self.columns:
                raise ValueError(f"columns.{name} is missing; a {self.kind} cannot be without")
        for name, rule in self.columns.items():
            self._check_rule(name, rule)
        return self

    def _check_rule(self, name: str, rule: ColumnRule) -> None:
        if rule.unit and name not in _LIMITS:
            raise ValueError(f"columns.{name}.unit: only {' and '.join(_LIMITS)} have a unit")
        if rule.make_code and name != REQUIRED[self.kind][0]:
            raise ValueError(f"columns.{name}.make_code: only {REQUIRED[self.kind][0]} is a code")
        if len(rule.columns) > 1 and rule.join is None and name not in LISTS:
            raise ValueError(f"columns.{name}.join is missing: it says what parts the columns")

    def needs(self, name: str) -> bool:
        """Whether a file must have the columns of this field."""
        rule = self.columns[name]
        if rule.optional or (rule.make_code and self.optional):
            return False
        return not self.optional or name in REQUIRED[self.kind]

    def missing(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The columns that a file must have and does not, in the order of the mapping."""
        have = self._with_exploded(columns)
        lacking = (rule.missing(have) for name, rule in self.columns.items() if self.needs(name))
        exploded = self.explode.column if self.explode else None
        first = (exploded,) if exploded and exploded not in columns else ()
        return (*first, *(each for names in lacking for each in names))

    def unknown(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The columns of a file that the mapping neither uses nor ignores."""
        used = {name for rule in self.columns.values() for name in rule.sources()}
        exploded = {self.explode.column} if self.explode else set()
        return tuple(name for name in columns if name not in used | exploded | set(self.ignored))

    def required_columns(self) -> tuple[str, ...]:
        """What a file must have, alternatives joined by a stroke."""
        return self.missing(())

    def _with_exploded(self, columns: Sequence[str]) -> tuple[str, ...]:
        made = (self.explode.key_as, self.explode.value_as) if self.explode else ()
        return (*columns, *made)
