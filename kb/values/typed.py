"""What typing a value gives: the value, and what of it was left as text."""

from dataclasses import dataclass

from kb.elements import Audiences, Fee, Materials, Phones, Questions, TimeLimit, Value, Visits

PART_MARK = "｜"  # between the parts of a line: 居民身份证｜原件｜1份


class ValueInvalid(ValueError):
    """A value of a file has a shape that its field cannot hold."""

    def __init__(self, problem: str, *, remedy: str | None = None) -> None:
        super().__init__(problem)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Typed:
    """A value, or None where the source says nothing; `left_as_text` says what was not made out."""

    value: Value | None
    left_as_text: str | None = None


def checked(value: Value) -> Typed:
    """A value with the finding, where only its text is known."""
    return Typed(value, _left_as_text(value))


def _left_as_text(value: Value) -> str | None:
    match value:
        case TimeLimit(amount=None):
            said = "no single number with a unit could be made out"
        case Fee(kind=None):
            said = "neither free nor a price could be made out"
        case Phones(numbers=()):
            said = "no telephone number could be made out"
        case Visits(count=None):
            said = "no number of visits could be made out"
        case Audiences(kinds=()):
            said = "neither 自然人 nor 法人 could be made out"
        case Questions(pairs=()):
            said = "no questions with answers (问：… 答：…) could be made out"
        case Materials(items=items) if any(PART_MARK in each.name for each in items):
            said = f"no mark of a document could be made out behind {PART_MARK}"
        case _:
            return None
    return said
