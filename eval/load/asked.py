"""One question of a load run, as the client saw it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Asked:
    """一次提问: when it was asked, how long the answer took, and what came."""

    session: int  # number of the citizen
    client_turn_id: str
    at_s: float  # since the run began
    took_s: float
    status: str | None  # of the turn; None: no turn came
    error: str | None = None  # what came instead


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the server has of a run when it is asked afterwards."""

    lost: tuple[str, ...]  # acknowledged and not kept: client_turn_ids
    doubled: tuple[str, ...]  # kept more than once
    unread: int  # sessions whose history could not be read
    turns: int  # kept in all
