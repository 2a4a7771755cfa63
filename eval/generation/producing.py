"""From a published base to cases: asks are drawn evenly, put into words, and written down."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle

from eval.cases import Case
from eval.generation.asks import Ask, Lack, answerable
from eval.generation.base import Published
from eval.generation.lacking import absent, elsewhere, name_only, unknown
from eval.generation.sampling import Stratum, forever, grouped, strata
from eval.generation.words import seeded
from eval.generation.writing import Progress, Wanted, Writer


@dataclass(frozen=True, kw_only=True)
class Produced:
    """The cases and how they are spread."""

    cases: tuple[Case, ...]
    strata: tuple[Stratum, ...]
    asks: int  # that could have been drawn
    passed_over: Mapping[str, int] = field(default_factory=dict)  # kind → asks it could not put


def produce(base: Published, wanted: Wanted, progress: Progress | None = None) -> Produced:
    """Make cases; the same base, wishes and seed make the same cases.

    Args:
        base: what is published.
        wanted: how many, of which kinds, for which regions.
        progress: told how many cases there are so far, and how many there will be.
    """
    inside = None if wanted.region is None else frozenset(base.regions.subtree(wanted.region))
    answered = _grouped(answerable(base, inside, wanted.seed))
    lacking = _lacking(base, inside, wanted.seed)
    writer = Writer(base, wanted, progress)
    few = round(wanted.n * wanted.unanswerable) if any(lacking.values()) else 0
    if not any(answered.values()):
        few = wanted.n
    drawn = forever(answered, seeded(wanted.seed, "answered"))
    for kind, share in zip(wanted.kinds, _shares(wanted.n - few, len(wanted.kinds)), strict=True):
        writer.write(drawn, kind, share)
    kinds = cycle(wanted.kinds)
    reasons = [lack for lack in lacking if lacking[lack]]
    for lack, share in zip(reasons, _shares(few, len(reasons)), strict=True):
        drawn = forever(lacking[lack], seeded(wanted.seed, lack))
        for _ in range(share):
            writer.write(drawn, next(kinds), 1)
    cases = writer.shuffled()
    return Produced(
        cases=cases,
        strata=strata(grouped(cases, writer.asked)),
        asks=sum(map(len, answered.values())),
        passed_over=dict(writer.passed_over),
    )


def _lacking(
    base: Published, inside: frozenset[str] | None, seed: int
) -> dict[Lack, dict[str, list[Ask]]]:
    found = {
        Lack.ABSENT: absent(base, inside, seed),
        Lack.NAME_ONLY: name_only(base),
        Lack.UNKNOWN: unknown(base),
        Lack.ELSEWHERE: elsewhere(base, seed),
    }
    return {lack: _grouped(asks) for lack, asks in found.items()}


def _grouped(asks: Iterator[Ask]) -> dict[str, list[Ask]]:
    found: dict[str, list[Ask]] = defaultdict(list)
    for ask in asks:
        found[ask.element].append(ask)
    return found


def _shares(n: int, parts: int) -> list[int]:
    """N in parts that differ by one at most."""
    return [n // parts + (at < n % parts) for at in range(parts)] if parts else []
