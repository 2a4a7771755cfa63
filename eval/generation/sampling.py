"""Which asks are taken: spread evenly over what they are about, and how sure that makes a figure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from random import Random

from eval.cases import Case
from eval.generation.asks import Ask
from eval.intervals import wilson

EXPECTED_SHARE = 0.9  # the share of right answers at which half-widths are told
Key = Callable[[Ask], str | None]
_REGION: Key = lambda ask: ask.region  # noqa: E731 - a table of keys reads best so
_AGENCY: Key = lambda ask: ask.agency  # noqa: E731
_TYPE: Key = lambda ask: ask.item_type  # noqa: E731
_ITEM: Key = lambda ask: ask.code or ask.name  # noqa: E731
# Drawn from in turns: by region first, small districts with few items are met as often as the city;
# by agency and item first, no item is met again before the others of its agency.
BY_REGION: tuple[Key, ...] = (_REGION, _AGENCY, _TYPE, _ITEM)
BY_ITEM: tuple[Key, ...] = (_AGENCY, _TYPE, _ITEM, _REGION)


@dataclass(frozen=True, kw_only=True)
class Stratum:
    """What was sampled of one group of cases."""

    grouping: str  # kind, element, expect, region, agency, type
    value: str
    cases: int
    items: int  # distinct ones; figures are clustered by item
    half_width: float  # of a 95 % Wilson interval where 9 in 10 are right


def evenly(asks: Sequence[Ask], random: Random, keys: Sequence[Key]) -> Iterator[Ask]:
    """All asks in an order whose every beginning is spread over each key, the first key first."""
    if not keys:
        yield from random.sample(asks, len(asks))
        return
    groups: dict[str, list[Ask]] = defaultdict(list)
    for ask in asks:
        groups[keys[0](ask) or ""].append(ask)
    names = list(groups)
    random.shuffle(names)
    yield from _in_turns([evenly(groups[name], random, keys[1:]) for name in names])


def forever(groups: Mapping[str, Sequence[Ask]], random: Random) -> Iterator[Ask]:
    """One ask of each group in turn, for ever; a group that is used up begins again."""
    streams = [
        [cycle(evenly(asks, random, keys)) for asks in groups.values() if asks]
        for keys in (BY_REGION, BY_ITEM)
    ]
    while any(streams):
        for turn in streams:
            for stream in turn:
                yield next(stream)


def strata(groups: Mapping[str, Mapping[str, Sequence[Case]]]) -> tuple[Stratum, ...]:
    """How many cases each group has, and how far chance may move its figure."""
    return tuple(
        Stratum(
            grouping=grouping,
            value=value,
            cases=len(cases),
            items=len(Counter(case.gold[0] for case in cases if case.gold)),
            half_width=half_width(len(cases)),
        )
        for grouping, values in groups.items()
        for value, cases in sorted(values.items(), key=lambda each: (-len(each[1]), each[0]))
    )


def grouped(cases: Sequence[Case], asked: Mapping[str, Ask]) -> dict[str, dict[str, list[Case]]]:
    """Cases by each thing that figures are told by; a case stands once in each grouping."""
    found: dict[str, dict[str, list[Case]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        ask = asked[case.id]
        tags = dict(reversed([tag.split(":", 1) for tag in case.tags]))
        values = {
            "kind": tags["kind"],
            "scene": tags.get("scene", "question"),
            "expect": f"{ask.expect}: {ask.lack}" if ask.lack else case.expect,
            "element": ask.element.value,
            "type": ask.item_type,
            "region": ask.region,
            "agency": ask.agency,
        }
        for grouping, value in values.items():
            found[grouping][value or "—"].append(case)
    return found


def half_width(cases: int, share: float = EXPECTED_SHARE) -> float:
    """Half of a 95 % Wilson interval (`eval.intervals.wilson`) where `share` of `cases` are right."""
    low, high = wilson(round(share * cases), cases)
    return (high - low) / 2


def _in_turns(streams: list[Iterator[Ask]]) -> Iterator[Ask]:
    while streams:
        left = []
        for stream in streams:
            ask = next(stream, None)
            if ask is not None:
                yield ask
                left.append(stream)
        streams = left
