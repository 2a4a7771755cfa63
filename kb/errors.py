"""Errors of the knowledge base: each names what was asked, what exists and the remedy."""

from dataclasses import dataclass
from enum import StrEnum


class KbError(Exception):
    """The knowledge base could not do what was asked."""


class Severity(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"  # the row is rejected
    NOTICE = "notice"  # the row is imported; a value stayed plain text


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One finding about one field of one row, with its place and its remedy."""

    file: str
    row: int | None  # 1-based line or sheet row as an editor shows it; None: the whole file
    field: str | None
    problem: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}, row {self.row}"
        if self.field:
            place += f", field {self.field!r}"
        return f"{place}: {self.problem}. {self.remedy}"


class FileRefused(KbError):
    """A file cannot be read at all; nothing was changed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class MappingInvalid(KbError):
    """A column mapping is unknown or wrong."""


class RegionUnknown(KbError):
    """A region was named that the base does not know, or that several regions are called."""

    def __init__(self, asked: str, choices: tuple[str, ...], *, ambiguous: bool) -> None:
        what = "is the name of several regions" if ambiguous else "is not a region of this base"
        known = "、".join(choices) if choices else "none (nothing is imported)"
        super().__init__(f"Region {asked!r} {what}. Choose one of: {known}")
        self.asked = asked
        self.choices = choices
        self.ambiguous = ambiguous
