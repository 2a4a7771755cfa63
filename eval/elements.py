"""How often the elements that a question asks for are heard: exactly those, no more and no fewer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import CasesInvalid
from eval.intervals import Interval, wilson
from kb.elements import Element
from kb.errors import Problem
from kb.readers import Row, open_table
from kb.values.text import as_text
from retriever.elements import elements_asked
from retriever.tokens import normalise

NOTHING = "—"  # shown where no element is asked for
_REMEDY = f"Elements are {', '.join(Element)}; an empty list where nothing is asked for"


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """一句话: what a citizen says, and the elements that it asks for; none where it asks for none."""

    text: str
    elements: frozenset[Element]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """An utterance and what was heard."""

    utterance: Utterance
    found: frozenset[Element]

    @property
    def is_right(self) -> bool:
        """All that is asked for was heard, and nothing else."""
        return self.found == self.utterance.elements


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """What was heard of all utterances."""

    heard: tuple[Heard, ...]

    @property
    def right(self) -> int:
        """How many were heard rightly."""
        return sum(each.is_right for each in self.heard)

    @property
    def share(self) -> float:
        """Their share; nan of none."""
        return self.right / len(self.heard) if self.heard else float("nan")

    @property
    def interval(self) -> Interval:
        """Wilson's interval of the share."""
        return wilson(self.right, len(self.heard))

    @property
    def wrong(self) -> tuple[Heard, ...]:
        """Those heard wrongly, in order."""
        return tuple(each for each in self.heard if not each.is_right)

    def by_element(self) -> Iterator[tuple[str, int, int, int]]:
        """Each element: how many ask for it, in how many it was heard, in how many rightly so."""
        for element in Element:
            asked = [each for each in self.heard if element in each.utterance.elements]
            found = [each for each in self.heard if element in each.found]
            both = sum(element in each.found for each in asked)
            yield element.value, len(asked), len(found), both
        asked = [each for each in self.heard if not each.utterance.elements]
        found = [each for each in self.heard if not each.found]
        yield NOTHING, len(asked), len(found), sum(not each.found for each in asked)

    def confusion(self) -> list[tuple[str, str, int]]:
        """What was asked for, what was heard instead, how often; the most frequent first."""
        pairs = Counter((_named(w.utterance.elements), _named(w.found)) for w in self.wrong)
        return [(asked, found, times) for (asked, found), times in pairs.most_common()]


def hear(utterances: Sequence[Utterance]) -> Hearing:
    """Hear every utterance as the hotline does."""
    heard = (
        Heard(utterance=each, found=frozenset(elements_asked(normalise(each.text))))
        for each in utterances
    )
    return Hearing(heard=tuple(heard))


def read_utterances(path: Path) -> tuple[Utterance, ...]:
    """Read JSONL, JSON, CSV or XLSX with `question` and `elements` (a list, or with commas).

    Raises:
        FileRefused: from `kb.errors`, where nothing of the file can be read.
        CasesInvalid: naming each wrong row.
    """
    read = [
        each if isinstance(each, Problem) else _utterance(path, each) for each in open_table(path)
    ]
    if problems := [each for each in read if isinstance(each, Problem)]:
        raise CasesInvalid(path, problems)
    return tuple(each for each in read if isinstance(each, Utterance))


def _utterance(path: Path, row: Row) -> Utterance | Problem:
    text = as_text(row.values.get("question"))
    if not text:
        return _problem(path, row, "question", "the question is empty", "Write the citizen's words")
    written = row.values.get("elements")
    names = written if isinstance(written, list) else (as_text(written) or "").split(",")
    known = {str(element): element for element in Element}
    wanted = [str(name).strip() for name in names if str(name).strip()]
    if unknown := [name for name in wanted if name not in known]:
        return _problem(path, row, "elements", f"{unknown[0]!r} is no element", _REMEDY)
    return Utterance(text=text, elements=frozenset(known[name] for name in wanted))


def _problem(path: Path, row: Row, field: str, problem: str, remedy: str) -> Problem:
    return Problem(file=str(path), row=row.number, field=field, problem=problem, remedy=remedy)


def _named(elements: frozenset[Element]) -> str:
    return " + ".join(element.value for element in Element if element in elements) or NOTHING
