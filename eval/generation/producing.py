"""From a published base to cases: asks are drawn evenly, put into words, and written down."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from random import Random

from eval.cases import Case
from eval.generation.asks import Ask, Lack, answerable
from eval.generation.base import Published
from eval.generation.disclosing import disclosing
from eval.generation.kinds import Kind, phrase
from eval.generation.lacking import absent, elsewhere, expired, name_only, unknown
from eval.generation.remarks import remark
from eval.generation.sampling import Stratum, forever, grouped, strata
from eval.generation.scenes import SHARES, Scene
from eval.generation.several import several
from eval.generation.threads import thread
from eval.generation.words import seeded
from eval.generation.writing import Progress, Wanted, Writer, is_firm


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
    answered = _grouped(
        each
        for each in answerable(base, inside, wanted.seed)
        if wanted.paraphrased is None or (each.code in base.paraphrases) is wanted.paraphrased
    )
    lacking = _lacking(base, inside, wanted.seed)
    writer = Writer(base, wanted, progress)
    outdated = lacking.pop(Lack.EXPIRED)
    staged = round(wanted.n * wanted.conversations) if any(answered.values()) else 0
    few = round((wanted.n - staged) * wanted.unanswerable) if any(lacking.values()) else 0
    if not any(answered.values()):
        few = wanted.n
    drawn = forever(answered, seeded(wanted.seed, "answered"))
    if staged:
        _stage(writer, base, wanted, staged, drawn, forever(outdated, seeded(wanted.seed, "old")))
    plain = wanted.n - few - len(writer.asked)
    for kind, share in zip(wanted.kinds, _shares(plain, len(wanted.kinds)), strict=True):
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


def _stage(
    writer: Writer,
    base: Published,
    wanted: Wanted,
    count: int,
    drawn: Iterator[Ask],
    outdated: Iterator[Ask],
) -> None:
    """Write so many cases of the wanted scenes, each its share of them."""
    makes: dict[Scene, Callable[[Ask, Random], Case | None]] = {
        Scene.THREAD: lambda ask, random: thread(base, ask, random),
        Scene.SEVERAL: lambda ask, random: several(base, ask, drawn, random),
        Scene.PERSONAL: lambda ask, random: disclosing(base, ask, random, firm=is_firm(ask)),
        Scene.EXPIRED: lambda ask, random: _outdated(base, ask, random),
    }
    whole = sum(SHARES[scene] for scene in wanted.scenes)
    for scene in wanted.scenes:
        make = makes.get(scene, partial(_remark, base, scene))
        asks = outdated if scene is Scene.EXPIRED else drawn
        writer.stage(asks, scene, round(count * SHARES[scene] / whole), make)


def _remark(base: Published, scene: Scene, ask: Ask, random: Random) -> Case | None:
    return remark(base, ask, scene, random)


def _outdated(base: Published, ask: Ask, random: Random) -> Case | None:
    said = phrase(base, ask, Kind.EVERYDAY, random, second=None, firm=is_firm(ask))
    if said is None:
        return None
    return Case(
        id="",
        turns=(said.text,),
        gold=ask.gold,
        element=ask.element,
        region=ask.region,
        expect=ask.expect,
        tags=("kind:everyday", f"region:{ask.told}", f"lack:{ask.lack}"),
    )


def _lacking(
    base: Published, inside: frozenset[str] | None, seed: int
) -> dict[Lack, dict[str, list[Ask]]]:
    found = {
        Lack.ABSENT: absent(base, inside, seed),
        Lack.NAME_ONLY: name_only(base),
        Lack.UNKNOWN: unknown(base),
        Lack.ELSEWHERE: elsewhere(base, seed),
        Lack.EXPIRED: expired(base, inside),
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
