"""The words of `data/elements.toml`, checked and compiled."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from kb.elements import Element
from retriever.patterns import compiled
from retriever.sieve import Group, Sieve

_KEPT = ("gap", "doc")  # fragments that may name the item, as any words may
CLAUSE = re.compile(r"[^,.;!?、。，；！？…]+[,.;!?、。，；！？…]*")
# 「大厅地址、上班时间和电话」: after a noun that ends a clause nothing stands but these.
_ENDS = re.compile(
    r"(?:是|呢|吧|啊|呀|有|的|和|跟|及|与|还有|[\s,.;!?、。，；！？…~])*$|(?:和|跟|及|与|还有)"
)

_STOPS = ",.;!?、。，；！？…~ "

Span = tuple[int, int]


class _Words(BaseModel):
    """The patterns of one element."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asks: list[str]
    nouns: list[str] = []
    alone: list[str] = []
    never: list[str]
    yields_to: dict[Element, list[str]] = {}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An element that is asked for and the words that ask for it, as a span of the text."""

    element: Element
    start: int
    end: int
    kept: tuple[Span, ...] = ()  # inside of the span: words that may name the item


@dataclass(frozen=True, kw_only=True)
class ElementRule:
    """The compiled words of one element."""

    element: Element
    asks: Group
    nouns: Group
    alone: Group
    never: Group
    yields_to: Mapping[Element, Group]

    def found(self, text: str, clauses: "Clauses") -> Iterator[Asked]:
        """What asks for the element by itself."""
        barred = [match.span() for match in self.never.over(text)]
        for match in self.asks.over(text):
            if not any(overlap(match.span(), span) for span in barred):
                yield self._asked(match)
        for match in self.nouns.over(text):
            if clauses.asks(match.span()) and not any(overlap(match.span(), s) for s in barred):
                yield self._asked(match)

    def found_alone(self, text: str) -> Iterator[Asked]:
        """What asks for the element where nothing else does."""
        barred = [match.span() for match in self.never.over(text)]
        for match in self.alone.over(text):
            if not any(overlap(match.span(), span) for span in barred):
                yield self._asked(match)

    def bars(self, text: str) -> bool:
        """Whether a text has words that rule the element out."""
        return self.never.any(text)

    def yields(self, text: str, asked: Collection[Element]) -> bool:
        """Whether what asks for this element asks for another one instead."""
        return any(other in asked and not said.any(text) for other, said in self.yields_to.items())

    def _asked(self, match: re.Match[str]) -> Asked:
        kept = tuple(span for span in match.regs[1:] if span[0] < span[1])
        return Asked(element=self.element, start=match.start(), end=match.end(), kept=kept)


class Clauses:
    """The clauses of a text, and which of them ask."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = [match.span() for match in CLAUSE.finditer(text)]
        self._asking: dict[Span, bool] = {}

    @property
    def ask(self) -> bool:
        """Whether any of them asks."""
        return any(map(self._is_asking, self._spans))

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._spans)

    @property
    def asking(self) -> tuple[str, ...]:
        """Those that ask."""
        return tuple(self._text[a:b] for a, b in self._spans if self._is_asking((a, b)))

    def asks(self, span: Span) -> bool:
        """Whether the clause around a noun asks, or ends with it."""
        around = next((c for c in self._spans if c[0] <= span[0] < c[1]), None)
        return around is not None and (
            self._is_asking(around) or _ENDS.match(self._text, span[1], around[1]) is not None
        )

    def _is_asking(self, clause: Span) -> bool:
        if clause not in self._asking:
            said = self._text[clause[0] : clause[1]].rstrip(_STOPS)
            self._asking[clause] = any(pattern.search(said) for pattern in rules().asking)
        return self._asking[clause]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The whole file."""

    asking: tuple[re.Pattern[str], ...]
    elements: tuple[ElementRule, ...]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The rules of the product, read once."""
    table = tomllib.loads(files("retriever").joinpath("data/elements.toml").read_text("utf-8"))
    fragments: Mapping[str, str] = table.pop("fragments")
    asking: list[str] = table.pop("asking")["words"]

    sieve = Sieve()

    def ready(patterns: list[str]) -> Group:
        return sieve.group(compiled(patterns, fragments, caught=_KEPT))

    elements = []
    for name, written in table.items():
        words = _Words.model_validate(written)
        elements.append(
            ElementRule(
                element=Element(name),
                asks=ready(words.asks),
                nouns=ready(words.nouns),
                alone=ready(words.alone),
                never=ready(words.never),
                yields_to={other: ready(said) for other, said in words.yields_to.items()},
            )
        )
    sieve.close()
    return Rules(asking=compiled(asking, fragments), elements=tuple(elements))


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]
