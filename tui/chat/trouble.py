"""What can go wrong between the terminal and a hotline, sorted by what can be done about it."""

from enum import StrEnum

from api.client import ClientError, ProblemReturned
from tui.words import words

_WAIT_S = 10  # where a busy server does not say how long


class TroubleKind(StrEnum):
    """故障类型: what kind of trouble it is."""

    UNREACHABLE = "unreachable"
    BUSY = "busy"  # a turn of this session is under way
    INVALID = "invalid"  # what was sent must be mended
    TOO_MANY = "too_many"
    NOT_READY = "not_ready"
    LOST = "lost"  # the session is over
    FAULT = "fault"


_KINDS = {
    401: TroubleKind.LOST,
    404: TroubleKind.LOST,
    409: TroubleKind.BUSY,
    413: TroubleKind.INVALID,
    422: TroubleKind.INVALID,
    429: TroubleKind.TOO_MANY,
    503: TroubleKind.NOT_READY,
}


class Trouble(Exception):
    """The hotline gave no answer; `text` tells a citizen why and what to do."""

    def __init__(self, kind: TroubleKind, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text

    @property
    def remedy(self) -> str | None:
        """What the button says; None where pressing one would not help."""
        return words().trouble[self.kind].remedy


def trouble_of(error: ClientError, url: str) -> Trouble:
    """The trouble behind an error of the client."""
    kind, detail, seconds = TroubleKind.UNREACHABLE, "", _WAIT_S
    if isinstance(error, ProblemReturned):
        kind = _KINDS.get(error.problem.status, TroubleKind.FAULT)
        detail = error.problem.detail
        seconds = round(error.retry_after_s or _WAIT_S)
    text = words().trouble[kind].text.format(detail=detail, seconds=seconds, url=url)
    return Trouble(kind, text)
