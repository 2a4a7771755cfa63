"""How large a run is, and how long it may take."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is measured, and how long."""

    entries: int = 87_000
    texts: int = 87_000  # distinct ones that are searched
    districts: int = 1000  # each item is in one: so many filters keep a thousandth
    shares: tuple[float, ...] = (0.1, 0.01, 0.001)  # that filters keep
    changed: float = 0.01  # of the records, before publishing again
    questions: int = 200
    rounds: int = 5
    turn_s: float = 0.5  # of one engine in one round
    recall_s: float = 8.0  # of one engine, for measuring its recall
    encode_all: bool = False
    seed: int = 0


QUICK = Plan(
    entries=2000, texts=1500, districts=100, questions=20, rounds=2, turn_s=0.02, recall_s=0.5
)
