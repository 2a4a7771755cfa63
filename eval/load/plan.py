"""What a load run does: how many citizens, how they think, and for how long."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LoadPlan:
    """压测计划: sessions, their pauses, and the time they take."""

    sessions: int = 560
    think_s: float = 15.0  # mean pause between an answer and the next question; 0: none
    ramp_s: float = 30.0  # over which the sessions come in
    duration_s: float = 120.0  # after which nobody asks anything new
    seed: int = 0

    def __post_init__(self) -> None:
        if self.sessions < 1 or self.duration_s <= 0 or min(self.think_s, self.ramp_s) < 0:
            raise ValueError(f"a load needs a session and a duration, and no negative time: {self}")
