"""One fault of the knowledge base, with its place, and the words for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kb.elements import Element
from kb.lint.words import lint_words
from kb.store import StoredRecord


class Check(StrEnum):
    """检查项: what a check looks for."""

    EXPIRED = "expired"
    UNVERIFIED = "unverified"
    LIMIT = "limit"  # promised later than the law allows
    DISTRICT = "district"  # one district tells what no other does
    CONFLICT = "conflict"  # two guides of one region and situation contradict each other
    MISSING = "missing"
    DUPLICATE = "duplicate"
    PHONE = "phone"
    PLACE = "place"
    OWN_NAME = "own_name"  # its own name does not find it


@dataclass(frozen=True, kw_only=True)
class LintFinding:
    """瑕疵: one fault of one record, or of a whole source (`code` None)."""

    check: Check
    source: str
    code: str | None = None
    name: str | None = None
    agency: str | None = None
    region: str | None = None  # code
    situation: str | None = None
    element: Element | None = None
    said: Mapping[str, str] = field(default_factory=dict, hash=False)  # what fills the words' gaps

    @property
    def place(self) -> tuple[str, ...]:
        """Sorts findings: by agency, then by where they are."""
        parts = (self.agency, self.code, self.region, self.situation, self.element, self.check)
        return tuple(each or "" for each in parts)


def finding_of(
    check: Check, stored: StoredRecord, element: Element | None = None, **said: object
) -> LintFinding:
    """A fault of a record."""
    record = stored.record
    return LintFinding(
        check=check,
        source=stored.source,
        code=record.key[0],
        name=getattr(record, "name", None) or getattr(record, "question", None),
        agency=getattr(record, "agency", None),
        region=stored.record_region,
        situation=getattr(record, "situation", None),
        element=element,
        said={name: str(value) for name, value in said.items()},
    )


def explained(finding: LintFinding) -> tuple[str, str]:
    """The problem and its remedy in Chinese, as those who keep guides read it."""
    words = lint_words().checks[finding.check]
    element = lint_words().elements[finding.element] if finding.element else ""
    whole_source = "problem_source" if finding.code is None else "problem"
    gaps = {"element": element, **finding.said}
    problem = words.get(whole_source, words["problem"])
    return problem.format(**gaps), words["remedy"].format(**gaps)
