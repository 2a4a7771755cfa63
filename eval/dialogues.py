"""Scripted dialogues (对话考题): what the citizen does turn by turn, and what must come back.

One JSON object a line; `docs/evaluation.md` is the manual of the form.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from dialogue.turn import Status
from eval.cases import GROUPS
from eval.errors import CasesInvalid
from kb.elements import Audience, Element
from kb.errors import Problem
from kb.readers import open_table

HANDOFF = "handoff"
HANDOFF_REASONS = tuple(
    status.value.removeprefix(f"{HANDOFF}_") for status in Status if status.group == HANDOFF
)


def _several(value: Any) -> Any:
    """One text stands for a list of one."""
    return (value,) if isinstance(value, str) else value


def _known_status(value: str) -> str:
    if value not in GROUPS and value not in list(Status):
        raise ValueError(f"{value!r} is no status and no group; groups are {', '.join(GROUPS)}")
    return value


Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]
Statuses = Annotated[
    tuple[Annotated[str, BeforeValidator(_known_status)], ...], BeforeValidator(_several)
]
Elements = Annotated[tuple[Element, ...], BeforeValidator(_several)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExpectedAnswer(_Form):
    """What one of the answers of a reply must be."""

    status: Statuses = ()
    gold: Texts = ()  # codes; any one counts
    element: Element | None = None
    region: str | None = None  # of the guide that is answered from: code, path or unique name
    situation: str | None = None
    contains: Texts = ()


class Expected(_Form):
    """期望: what a reply must be; what is left out is not looked at."""

    status: Statuses = ()  # a status or a group; any one counts
    gold: Texts = ()  # codes; an answer must be about one of them
    element: Elements = ()  # every one of them must be answered
    region: str | None = None
    situation: str | None = None
    contains: Texts = ()  # every one must stand in the text
    absent: Texts = ()  # none may stand in the text
    slots: dict[str, str | None] = Field(default_factory=dict)  # what is known after the turn
    options: Texts = ()  # labels that must be offered
    handoff: str | bool | None = None  # a reason; true: any; false: none
    answers: tuple[ExpectedAnswer, ...] = ()  # of several questions: an answer for each

    @model_validator(mode="after")
    def _is_a_reason(self) -> Self:
        if isinstance(self.handoff, str) and self.handoff not in HANDOFF_REASONS:
            raise ValueError(
                f"handoff: {self.handoff!r} is no reason; reasons are {', '.join(HANDOFF_REASONS)}"
            )
        return self


class ScriptedTurn(_Form):
    """What the citizen does in one turn, and what must come back."""

    text: str | None = None  # what is written
    option: str | None = None  # instead: the label of an option, or its number (1 is the first)
    slots: dict[str, str | None] = Field(default_factory=dict)  # set with it; null clears
    expect: Expected = Expected()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.text is None) == (self.option is None):
            raise ValueError("write text or option, and not both")
        return self


class Dialogue(_Form):
    """对话考题: a conversation held turn by turn, and what each reply must be."""

    id: str
    turns: tuple[ScriptedTurn, ...] = Field(min_length=1)
    region: str | None = None  # of the session, before anything is said
    audience: Audience | None = None
    tags: Texts = ()
    note: str | None = None  # what it is there to show
    place: str = Field(default="", exclude=True)


def read_dialogues(*paths: Path) -> tuple[Dialogue, ...]:
    """The dialogues of several files, every one checked before anything is run.

    Raises:
        FileRefused: from `kb.errors`, where nothing of a file can be read.
        CasesInvalid: naming each wrong row, its field and the remedy.
    """
    dialogues: list[Dialogue] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in paths:
        for found in _read(path):
            if isinstance(found, Problem):
                problems.append(found)
                continue
            dialogues.append(found)
            if (first := seen.setdefault(found.id, found.place)) != found.place:
                problem = f"the id {found.id!r} stands twice, first in {first}"
                problems.append(
                    _problem(path, None, "id", problem, "Give every dialogue an id of its own")
                )
        if problems:
            raise CasesInvalid(path, problems)
    return tuple(dialogues)


def _read(path: Path) -> Iterator[Dialogue | Problem]:
    for row in open_table(path):
        if isinstance(row, Problem):
            yield row
            continue
        told = {name: value for name, value in row.values.items() if value is not None}
        try:
            yield Dialogue.model_validate({**told, "place": f"{path}, row {row.number}"})
        except ValidationError as error:
            for each in error.errors():
                field = ".".join(map(str, each["loc"]))
                remedy = "docs/evaluation.md shows the form"
                yield _problem(path, row.number, field, each["msg"], remedy)


def _problem(path: Path, row: int | None, field: str, problem: str, remedy: str) -> Problem:
    return Problem(file=str(path), row=row, field=field, problem=problem, remedy=remedy)
