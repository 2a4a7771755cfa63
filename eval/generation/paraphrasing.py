"""Cases in which items are called as people really called them, beside cases of the other items."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from eval.cases import Case, split
from eval.generation.base import Published
from eval.generation.producing import Produced, produce
from eval.generation.sampling import Stratum
from eval.generation.writing import Progress, Wanted
from kb.records import Guide, Record

_TUNED = 0.5  # share of the items


def called_in(questions: Iterable[Case], records: Iterable[Record]) -> dict[str, tuple[str, ...]]:
    """What each item that has a guide is called in labelled questions: code → phrases."""
    guided = {record.item_code for record in records if isinstance(record, Guide)}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for case in questions:
        if len(case.gold) == 1 and case.gold[0] in guided and len(case.turns) == 1:
            found[case.gold[0]][case.question] = None
    return {code: tuple(phrases) for code, phrases in found.items()}


def produce_both(base: Published, wanted: Wanted, progress: Progress | None = None) -> Produced:
    """Half of the cases by paraphrases (tag `phrasing:given`), half of the other items.

    Items that have paraphrases are in the first half only, so that figures of the second half are
    of phrasings made from names and everyday words (tag `phrasing:generated`). Both are told apart
    by the number of turns (tag `composed`), and parted by item: what is tuned is tuned on the one
    (tag `half:tuning`), what is told of it on the other (`half:reported`).
    """
    given = replace(wanted, n=wanted.n - wanted.n // 2, paraphrased=True)
    other = replace(wanted, n=wanted.n // 2, paraphrased=False)
    halves = [produce(base, each, progress) for each in (given, other)]
    cases = [case for half in halves for case in half.cases]
    return Produced(
        cases=tuple(
            replace(case, tags=(*case.tags, f"half:{_half(case)}", _form(case))) for case in cases
        ),
        strata=_joined([half.strata for half in halves], ("given", "generated")),
        asks=sum(half.asks for half in halves),
        passed_over=_summed([half.passed_over for half in halves]),
    )


def _half(case: Case) -> str:
    """`tuning` or `reported`, by its items; `both` where it asks for items of both halves."""
    items = [Case(id=code, turns=(code,), gold=(code,)) for code in case.gold]
    tuned, others = split(items, _TUNED)
    return "both" if tuned and others else "tuning" if tuned else "reported"


def _form(case: Case) -> str:
    phrasing = "given" if "phrasing:given" in case.tags else "generated"
    return f"composed:{phrasing}, {'one turn' if len(case.turns) == 1 else 'several turns'}"


def _joined(halves: Sequence[Sequence[Stratum]], names: Sequence[str]) -> tuple[Stratum, ...]:
    return tuple(
        replace(each, grouping=f"{name}: {each.grouping}")
        for name, strata in zip(names, halves, strict=True)
        for each in strata
    )


def _summed(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = defaultdict(int)
    for each in counts:
        for name, count in each.items():
            total[name] += count
    return dict(total)
