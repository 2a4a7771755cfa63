"""One reply held against what was expected of it: every fault by its name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from api import schemas
from dialogue.turn import Status
from eval.dialogues import HANDOFF, Expected, ExpectedAnswer
from eval.wording import holds

CHECKS = (
    "status", "gold", "element", "region", "situation", "contains", "absent", "slots", "options",
    "handoff", "answers", "cited", "invented",
)  # fmt: skip
RegionCode = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is not as it should be."""

    check: str  # one of CHECKS
    said: str


def faults(
    expected: Expected,
    turn: schemas.Turn,
    *,
    region_code: RegionCode,
    invented: Iterable[str] = (),
) -> tuple[Fault, ...]:
    """What is wrong with a reply.

    Args:
        expected: what it must be.
        turn: the reply.
        region_code: the code of a region as the script writes it.
        invented: what the reply tells and no citation of it proves (`eval.proving`).
    """
    checks = {
        "status": _status(expected.status, turn.status),
        "gold": _about(expected.gold, turn),
        "element": _elements(expected, turn),
        "region": _region(expected, turn, region_code),
        "situation": _situation(expected, turn),
        "contains": (f"{each!r} is missing" for each in expected.contains if not holds(turn.text, each)),
        "absent": (f"{each!r} is said" for each in expected.absent if holds(turn.text, each)),
        "slots": _slots(expected, turn, region_code),
        "options": _options(expected, turn),
        "handoff": _handoff(expected, turn),
        "answers": _answers(expected, turn, region_code),
        "cited": _cited(turn),
        "invented": (f"{each} stands in no citation" for each in invented),
    }  # fmt: skip
    return tuple(Fault(check=name, said=said) for name, found in checks.items() for said in found)


def checked(expected: Expected, turn: schemas.Turn) -> tuple[str, ...]:
    """The checks that say something of a reply: those asked for, and what holds for every answer."""
    asked = [name for name in CHECKS if name in Expected.model_fields and _is_asked(expected, name)]
    cites = any(answer.citations for answer in turn.answers)
    return (*asked, *(("cited", "invented") if cites or _answered(turn) else ()))


def matches(status: str, wanted: Iterable[str]) -> bool:
    """Whether a status is one of those wanted, each a status or a group."""
    return bool({status, Status(status).group} & set(wanted))


def _is_asked(expected: Expected, name: str) -> bool:
    value = getattr(expected, name)
    return value is not None and value not in ((), {})


def _answered(turn: schemas.Turn) -> list[schemas.Answer]:
    return [answer for answer in turn.answers if answer.status == Status.ANSWERED.value]


def _status(wanted: tuple[str, ...], given: str) -> Iterator[str]:
    if wanted and not matches(given, wanted):
        yield f"{given} instead of {' or '.join(wanted)}"


def _about(gold: tuple[str, ...], turn: schemas.Turn) -> Iterator[str]:
    told = {answer.item_code for answer in turn.answers} | {turn.slots.item}
    if gold and not told & set(gold):
        found = ", ".join(f"{a.item_code} {a.name}" for a in turn.answers) or "nothing"
        yield f"about {found} instead of {' or '.join(gold)}"


def _elements(expected: Expected, turn: schemas.Turn) -> Iterator[str]:
    told = [answer.element for answer in _answered(turn)]
    for element in expected.element:
        if element.value not in told:
            yield f"{element.value} is not answered; answered are {told}"


def _region(expected: Expected, turn: schemas.Turn, code: RegionCode) -> Iterator[str]:
    if expected.region is not None:
        wanted = code(expected.region)
        for answer in _answered(turn):
            if answer.region != wanted:
                yield f"{answer.element} is that of {answer.region} instead of {wanted}"


def _situation(expected: Expected, turn: schemas.Turn) -> Iterator[str]:
    if expected.situation is not None:
        for answer in _answered(turn):
            if answer.situation != expected.situation:
                yield f"{answer.element} is that of {answer.situation!r}"


def _slots(expected: Expected, turn: schemas.Turn, code: RegionCode) -> Iterator[str]:
    for name, wanted in expected.slots.items():
        value = code(wanted) if name == "region" and wanted is not None else wanted
        known = getattr(turn.slots, name)
        if known != value:
            yield f"{name} is {known!r} instead of {value!r}"


def _options(expected: Expected, turn: schemas.Turn) -> Iterator[str]:
    labels = [option.label for option in turn.options]
    for wanted in expected.options:
        if not any(holds(label, wanted) for label in labels):
            yield f"{wanted!r} is not offered; offered are {labels}"


def _handoff(expected: Expected, turn: schemas.Turn) -> Iterator[str]:
    status = Status(turn.status)
    given = status.group == HANDOFF or turn.handoff is not None
    match expected.handoff:
        case True if not given:
            yield f"not handed over, but {status}"
        case False if given:
            yield f"handed over: {status}"
        case str(reason) if status != f"{HANDOFF}_{reason}":
            yield f"{status} instead of {HANDOFF}_{reason}"


def _answers(expected: Expected, turn: schemas.Turn, code: RegionCode) -> Iterator[str]:
    left = list(turn.answers)
    for wanted in expected.answers:
        found = next((answer for answer in left if _fits(wanted, answer, code)), None)
        if found is None:
            told = [(a.status, a.item_code, a.element, a.region, a.situation) for a in left]
            yield f"no answer is {wanted.model_dump(exclude_defaults=True)}; left are {told}"
        else:
            left.remove(found)


def _fits(wanted: ExpectedAnswer, answer: schemas.Answer, code: RegionCode) -> bool:
    return (
        (not wanted.status or matches(answer.status, wanted.status))
        and (not wanted.gold or answer.item_code in wanted.gold)
        and (wanted.element is None or answer.element == wanted.element.value)
        and (wanted.region is None or answer.region == code(wanted.region))
        and (wanted.situation is None or answer.situation == wanted.situation)
        and all(holds(answer.text, each) for each in wanted.contains)
    )


def _cited(turn: schemas.Turn) -> Iterator[str]:
    for answer in _answered(turn):
        if not answer.citations:
            yield f"{answer.element or answer.item_code} is answered without a citation"
