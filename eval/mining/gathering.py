"""Which turns count as not served, out of what was said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dialogue.store import SaidTurn
from dialogue.turn import Status


class Why(StrEnum):
    """未办好原因: why a question counts as not served."""

    UNANSWERED = "unanswered"
    HANDED_OVER = "handed_over"  # because the assistant failed, not because a person was wanted
    GIVEN_UP = "given_up"  # asked back, and the citizen said nothing more
    POORLY_RATED = "poorly_rated"


@dataclass(frozen=True, kw_only=True)
class Unserved:
    """未办好的问题: a masked question with what became of it."""

    question: str
    why: Why
    status: Status
    session_id: str
    seq: int
    probability: float | None


_FAILED = frozenset({Status.HANDOFF_REPEATED_FAILURE, Status.HANDOFF_CONFLICT})
TRIALS = frozenset({"load", "evaluation"})  # channels on which no citizen spoke


def unserved(said: Iterable[SaidTurn]) -> Iterator[Unserved]:
    """Every question that was not served, oldest first; trials and smalltalk are passed over."""
    turns = [each for each in said if each.channel not in TRIALS]
    last = {each.session_id: each.turn.seq for each in turns}
    for each in turns:
        if (why := _why(each, is_last=last[each.session_id] == each.turn.seq)) is not None:
            yield Unserved(
                question=each.question,
                why=why,
                status=each.turn.status,
                session_id=each.session_id,
                seq=each.turn.seq,
                probability=each.turn.probability,
            )


def _why(said: SaidTurn, *, is_last: bool) -> Why | None:
    status = said.turn.status
    match status.group:
        case "unanswerable":
            return Why.UNANSWERED
        case "handoff" if status in _FAILED:
            return Why.HANDED_OVER
        case "clarification" if is_last:
            return Why.GIVEN_UP
        case "answered" if said.rating is not None and said.rating.score.is_poor:
            return Why.POORLY_RATED
        case _:
            return None
