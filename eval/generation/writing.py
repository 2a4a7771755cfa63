"""Putting asks into words and writing them down as cases, each question once."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from eval.cases import Case
from eval.generation.asks import Ask
from eval.generation.base import Published
from eval.generation.kinds import SECOND, Kind, Phrased, phrase
from eval.generation.scenes import Scene
from eval.generation.words import seeded, words
from eval.staleness import made_from

Progress = Callable[[int, int | None], None]
_ATTEMPTS = 4  # phrasings tried of one ask
_PATIENCE = 40  # asks passed over in a row before a kind is given up


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be made."""

    n: int
    seed: int = 0
    kinds: tuple[Kind, ...] = tuple(Kind)
    region: str | None = None  # code: only guides of it and of what lies below
    unanswerable: float = 0.15  # share of the cases that nothing in the base answers
    combined: float = 0.06  # share of the cases that have a second kind laid over
    conversations: float = 0.0  # share of the cases that are one of `scenes`
    scenes: tuple[Scene, ...] = tuple(Scene)
    paraphrased: bool | None = None  # only items that have paraphrases, or only the others


class Writer:
    """Puts asks into words, each question once."""

    def __init__(self, base: Published, wanted: Wanted, progress: Progress | None) -> None:
        self._base = base
        self._wanted = wanted
        self._progress = progress
        self._cases: list[Case] = []
        self._seen: set[tuple[str, str | None]] = set()
        self.asked: dict[str, Ask] = {}
        self.passed_over: dict[str, int] = defaultdict(int)

    def write(self, asks: Iterator[Ask], kind: Kind, count: int) -> None:
        """Add up to so many cases of a kind; fewer where the asks do not lend themselves to it."""
        done = idle = 0
        while done < count and idle < _PATIENCE:
            ask = next(asks, None)
            if ask is None:
                return
            case = self._case(ask, kind)
            if case is None:
                idle += 1
                self.passed_over[kind] += 1
                continue
            done, idle = done + 1, 0
            self._add(case, ask)

    def stage(
        self,
        asks: Iterator[Ask],
        scene: Scene,
        count: int,
        make: Callable[[Ask, Random], Case | None],
    ) -> None:
        """Add up to so many cases of a scene; fewer where the asks do not lend themselves to it."""
        done = idle = 0
        while done < count and idle < _PATIENCE:
            ask = next(asks, None)
            if ask is None:
                return
            random = seeded(self._wanted.seed, scene, ask.mark, len(self._cases), idle)
            case = make(ask, random)
            if case is None or (said := ("\n".join(case.turns), case.region)) in self._seen:
                idle += 1
                self.passed_over[scene] += 1
                continue
            self._seen.add(said)
            done, idle = done + 1, 0
            self._add(replace(case, tags=(f"scene:{scene}", *case.tags)), ask)

    def _add(self, case: Case, ask: Ask) -> None:
        phrasing = {True: "given", False: "generated", None: None}[self._wanted.paraphrased]
        mark = f"{phrasing}-" if phrasing else ""
        tags = (*case.tags, f"phrasing:{phrasing}") if phrasing else case.tags
        number = f"{len(self._cases) + 1:05}"
        case = replace(case, id=f"gen-{mark}{self._wanted.seed}-{number}", tags=tags)
        if len(case.gold) == 1:
            records = self._base.records(case.gold[0])
            case = replace(case, made_from=made_from(case, records, case.region))
        self._cases.append(case)
        self.asked[case.id] = ask
        if self._progress is not None:
            self._progress(len(self._cases), self._wanted.n)

    def shuffled(self) -> tuple[Case, ...]:
        """The cases in an order that says nothing, so that the first hundred are a fair sample."""
        seeded(self._wanted.seed, "order").shuffle(self._cases)
        return tuple(self._cases)

    def _case(self, ask: Ask, kind: Kind) -> Case | None:
        for attempt in range(_ATTEMPTS):
            random = seeded(self._wanted.seed, kind, ask.mark, len(self._cases), attempt)
            second = None
            if kind in SECOND and random.random() < self._wanted.combined:
                second = random.choice(SECOND[kind])
            said = phrase(self._base, ask, kind, random, second=second, firm=is_firm(ask))
            if said is None or (said.text, ask.region) in self._seen:
                continue
            self._seen.add((said.text, ask.region))
            return self._written(ask, said, _tags(ask, said, kind, second))
        return None

    def _written(self, ask: Ask, said: Phrased, tags: tuple[str, ...]) -> Case:
        name = said.plain.name
        told = ask.is_only_situation or name.situation is not None or name.tells_situation
        return Case(
            id="",
            turns=(said.text,),
            gold=ask.gold,
            element=ask.element,
            region=ask.region,
            situation=ask.situation if told else None,
            answer=ask.answer,
            expect=ask.expect,
            tags=tags,
        )


def _tags(ask: Ask, said: Phrased, kind: Kind, second: Kind | None) -> tuple[str, ...]:
    told = {
        "kind": kind,
        "also": second,
        "register": said.register,
        "region": ask.told,
        "lack": ask.lack,
        "type": ask.item_type,
    }
    tags = [f"{name}:{value}" for name, value in told.items() if value]
    return (*tags, "region:inherited") if ask.inherited else tuple(tags)


def is_firm(ask: Ask) -> bool:
    """Whether it is a firm that asks for such a thing."""
    table = words("names")
    return any(word in ask.name for word in table["firms"]) and not any(
        word in ask.name for word in table["people"]
    )
