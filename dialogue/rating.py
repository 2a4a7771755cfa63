"""What a citizen thinks of the service: five levels, as the 好差评 system has them."""

from dataclasses import dataclass
from enum import IntEnum


class Score(IntEnum):
    """好差评: 非常满意 5, 满意 4, 基本满意 3, 不满意 2, 非常不满意 1."""

    VERY_GOOD = 5
    GOOD = 4
    FAIR = 3
    POOR = 2
    VERY_POOR = 1

    @property
    def is_poor(self) -> bool:
        """Whether it must be followed up."""
        return self <= Score.POOR


@dataclass(frozen=True, kw_only=True)
class Rating:
    """评价: the score of a session with what was said to it, masked."""

    score: Score
    reasons: tuple[str, ...] = ()
    comment: str | None = None
