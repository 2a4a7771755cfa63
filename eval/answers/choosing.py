"""The simulated citizen: chooses the option that fits what was meant, as one who knows it would."""

from collections.abc import Iterator, Sequence

from api import schemas
from eval.answers.truth import Truth
from eval.wording import comparable

NONE = "none"


def fitting(turn: schemas.Turn, truths: Sequence[Truth]) -> schemas.Option | None:
    """The option that leads to what was meant; None where none does.

    A label fits where it is what was meant, or holds it, or stands in it, and no other label fits
    as well. Asked for a situation or a region that makes no difference, the citizen takes the first.
    """
    options = [option for option in turn.options if option.id != NONE]
    for truth in truths:
        for wanted in _wanted(turn.status, truth):
            for fits in (_same, _holds, _is_part):
                found = [option for option in options if fits(option.label, wanted)]
                if len(found) == 1:
                    return found[0]
    open_ = {
        "clarification_situation": all(truth.situation is None for truth in truths),
        "clarification_region": all(not truth.asked_regions for truth in truths),
        "clarification_audience": True,  # cases are told of a situation, never of who applies
    }
    return options[0] if options and open_.get(turn.status) else None


def _wanted(status: str, truth: Truth) -> Iterator[str]:
    """What was meant, first as what the hotline asks for."""
    situations = [truth.situation] if truth.situation else []
    if not situations:
        situations = [each.situation for each in truth.alternatives if each.situation]
    kinds = {
        "clarification_situation": (situations, truth.names, truth.asked_regions),
        "clarification_region": (truth.asked_regions, situations, truth.names),
    }
    for kind in kinds.get(status, (truth.names, situations, truth.asked_regions)):
        yield from kind


def _same(label: str, wanted: str) -> bool:
    return comparable(label) == comparable(wanted)


def _holds(label: str, wanted: str) -> bool:
    return comparable(wanted) in comparable(label)


def _is_part(label: str, wanted: str) -> bool:
    return comparable(label) in comparable(wanted)
