"""The ground of a reply: the words and facts of what it cites, guide by guide."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dialogue.facts.fact import BY_WORDS, Fact
from dialogue.facts.reading import facts_in, folded
from dialogue.turn import Citation
from kb.regions import Regions, short_name
from kb.values.numbering import split_items


@dataclass(frozen=True, kw_only=True)
class Ground:
    """依据: words in which a fact may stand, and the facts read off them."""

    words: tuple[str, ...]  # folded
    facts: frozenset[tuple[str, str]]  # (kind, value)

    def holds(self, fact: Fact) -> bool:
        """Whether a fact stands in it."""
        if fact.kind in BY_WORDS:
            return any(fact.value in text for text in self.words)
        return (fact.kind, fact.value) in self.facts

    def __add__(self, other: "Ground") -> "Ground":
        return Ground(words=(*self.words, *other.words), facts=self.facts | other.facts)


def ground_of(texts: Iterable[str]) -> Ground:
    """The ground that some folded texts make."""
    words = tuple(texts)
    facts = {(fact.kind, fact.value) for text in words for fact in facts_in(text)}
    return Ground(words=words, facts=frozenset(facts))


@dataclass(frozen=True, kw_only=True)
class Cited:
    """One citation, made ready to be compared with."""

    guide: str  # the record behind it: what two elements of one guide share
    element: str | None
    region: str | None  # code
    lines: tuple[str, ...]  # of the quote, folded
    names: tuple[str, ...]  # of item and agency, folded
    regions: tuple[str, ...]  # the ways in which its region is named
    items: tuple[str, ...]  # of the quote, where it is a list; folded
    ground: Ground


def cited(citation: Citation, regions: Regions) -> Cited:
    """Read a citation."""
    lines, items, quoted = _quote(citation.quote)
    code = citation.region if citation.region in regions else None
    own = names_of(code, regions) if code is not None else ()
    names = tuple(folded(each) for each in (citation.name, citation.agency) if each)
    also = (folded(citation.url or ""), f"第{citation.version}版", str(citation.verified_on or ""))
    return Cited(
        guide=citation.entry_id.partition(".")[0],
        element=citation.element,
        region=citation.region,
        lines=lines,
        items=items,
        names=names,
        regions=own,
        ground=quoted + ground_of((*names, *own, *also)),
    )


def names_of(code: str, regions: Regions) -> tuple[str, ...]:
    """The ways in which a region is named, folded."""
    region = regions[code]
    names = (region.name, short_name(region.name), *region.aliases)
    return tuple(dict.fromkeys(map(folded, names)))


@lru_cache(maxsize=8192)
def _quote(quote: str) -> tuple[tuple[str, ...], tuple[str, ...], Ground]:
    plain = folded(quote)
    lines = tuple(dict.fromkeys(line for line in plain.split("\n") if line))
    items = tuple(folded(item) for item in split_items(quote))
    return lines, items if len(items) > 1 else (), ground_of(lines)
