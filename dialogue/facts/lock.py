"""The fact lock: what of a reply does not stand in what the reply cites.

A line of the reply is proved by parts. What stands in a cited quote word for word is taken off and
only has to stand under a heading that is its own. Of what is left each fact must stand in one and
the same cited guide, so that no district lends another its telephone; a line that is nearly a
quoted one must have the facts of just that one. At last every list that was begun must be whole, or
say how many it has and how many it shows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dialogue.facts.fact import Fact, FactKind
from dialogue.facts.ground import Cited, Ground, cited, ground_of, names_of
from dialogue.facts.reading import facts_in, folded
from dialogue.facts.told import Told
from dialogue.turn import Citation

_SHORTEST = 2  # characters of a quoted line that is worth taking off
_QUOTED = "\x01"  # stands where a quoted line was
_OWN_SHARE, _QUOTE_SHARE = 0.75, 0.6  # of pairs of characters: nearly a quoted line
_HEADING = re.compile(r"^【(?P<label>[^】]+)】$")
_LABEL = re.compile(
    r"^(?:[-·•]|\d{1,2}[.、)])?(?:【(?P<marked>[^】]+)】|(?P<plain>[^:,。]{1,24}):)"
)
# Behind nothing, a mark of lists or a label; what is worked out may follow in brackets.
_ALONE = re.compile(rf"(?:^[-·•]?|:|】){_QUOTED}(?:\([^()]*\))?$")
_ENDS = "(?=[的里]|[^\u4e00-\u9fff]|$)"  # behind a name that does not go on
_SHOWN = re.compile(r"以下(\d+)[项步条]")
_TOTAL = re.compile(r"共(\d+)[项步条]")


class ViolationKind(StrEnum):
    """In which way a reply goes beyond what it cites."""

    UNSUPPORTED = "unsupported"  # a fact that stands in nothing it may stand in
    MISPLACED = "misplaced"  # a quote under a heading of another district or element
    LIST_CUT = "list_cut"  # a list that is not whole and does not say so


@dataclass(frozen=True, kw_only=True)
class Violation:
    """越界: one thing in a reply that what it cites does not prove."""

    kind: ViolationKind
    said: str
    line: str


@dataclass(kw_only=True)
class _Scope:
    """Whose lines these are, as the headings above have it."""

    regions: frozenset[str] = frozenset()
    elements: frozenset[str] = frozenset()

    def admits(self, each: Cited) -> bool:
        return self.admits_region(each) and (
            not self.elements or each.element is None or each.element in self.elements
        )

    def admits_region(self, each: Cited) -> bool:
        return not self.regions or each.region in self.regions


@dataclass(frozen=True, kw_only=True)
class _Proof:
    cited: tuple[Cited, ...]
    told: Told
    free: Ground  # what may be said with any citation
    found: list[Violation] = field(default_factory=list)


def prove(
    text: str,
    citations: Sequence[Citation],
    told: Told,
    *,
    context: Sequence[str] = (),
    whole_lines: bool = True,
) -> tuple[Violation, ...]:
    """What of a reply is not proved by its citations; empty: all of it is.

    Args:
        text: the reply as the citizen would read it.
        citations: what it is answered from.
        told: the product's own sentences and the names of regions and elements.
        context: further words that may be said: options offered, names of items and situations,
            and what was computed from the citations by a rule.
        whole_lines: items of lists must stand word for word; False for text that may reword
            them, where it is enough that each is named.
    """
    every = tuple(cited(each, told.regions) for each in citations)
    said = ground_of(folded(each) for each in context)
    proof = _Proof(cited=every, told=told, free=told.ground + said + _counts(every))
    plain = folded(text)
    scope = _Scope()
    for line in plain.split("\n"):
        if line:
            _prove_line(line, scope, proof)
    proof.found.extend(_cut_lists(plain, proof.cited, whole_lines=whole_lines))
    return tuple(proof.found)


def _prove_line(line: str, scope: _Scope, proof: _Proof) -> None:
    rest, quotes = _without_quotes(line, proof.cited)
    heading = proof.told.is_heading(line)
    # A quote that stands for itself is under its heading; one inside a sentence need not be.
    alone = _ALONE.search(rest) is not None
    rest = _without_names(rest, proof.cited, within=heading)
    own = _scope_of(rest, scope, proof, quoted=bool(quotes))
    admits = own.admits if alone else own.admits_region
    proof.found.extend(
        Violation(kind=ViolationKind.MISPLACED, said=quote, line=line)
        for quote, holders in quotes
        if not any(admits(each) for each in holders)
    )
    every = (*facts_in(rest), *proof.told.regions_in(rest))
    facts = tuple(fact for fact in every if not proof.free.holds(fact))
    foreign = _foreign(facts, proof.cited) if heading else ()
    if proof.told.is_source(line) and (stray := _stray(line, proof)):
        proof.found.append(Violation(kind=ViolationKind.UNSUPPORTED, said=stray, line=line))
    unproved = _unproved(facts, _grounds(rest, own, quotes, proof)) if facts else ()
    proof.found.extend(
        Violation(kind=ViolationKind.UNSUPPORTED, said=fact.said, line=line)
        for fact in dict.fromkeys((*foreign, *unproved))
    )


def _without_names(text: str, every: Sequence[Cited], *, within: bool) -> str:
    """A line less the names of items and agencies, which may hold those of other regions.

    Args:
        text: the line, folded.
        every: what is cited.
        within: also where a name goes on: 「结婚登记」 in 「结婚登记证」 is a name of its own.
    """
    ends = "" if within else _ENDS
    for name in sorted({name for each in every for name in each.names}, key=len, reverse=True):
        text = re.sub(re.escape(name) + ends, _QUOTED, text)
    return text


def _stray(line: str, proof: _Proof) -> str:
    """What a line of the source says beside its own sentence and the names that are cited.

    Names go first: 残疾人证, which is a paper too, must not be cut out of 残疾人证注销.
    """
    rest = _without_names(line, proof.cited, within=True)
    for name in sorted({n for each in proof.cited for n in each.regions}, key=len, reverse=True):
        rest = rest.replace(name, "")
    return proof.told.beside_source(rest)


def _foreign(facts: Sequence[Fact], every: Sequence[Cited]) -> tuple[Fact, ...]:
    """Regions in a heading that are none of those cited, though a quote may mention them."""
    own = {name for each in every for name in each.regions}
    return tuple(f for f in facts if f.kind is FactKind.REGION and f.value not in own)


def _unproved(facts: tuple[Fact, ...], grounds: Sequence[Ground]) -> tuple[Fact, ...]:
    """The facts that are missing from the ground in which fewest are."""
    missing = [tuple(fact for fact in facts if not ground.holds(fact)) for ground in grounds]
    return min(missing, key=len, default=facts)


def _grounds(
    rest: str, own: _Scope, quotes: Sequence[tuple[str, Sequence[Cited]]], proof: _Proof
) -> list[Ground]:
    """Each ground that may prove a line by itself: the line it nearly is, or one guide."""
    if (near := _nearly(rest, proof.cited)) is not None:
        return [ground_of((near,))]
    guides: dict[str, Ground] = {}
    for each in proof.cited:
        if own.admits_region(each):
            before = guides.get(each.guide)
            guides[each.guide] = each.ground if before is None else before + each.ground
    for _, holders in quotes:
        of = {each.guide for each in holders}
        guides = {guide: ground for guide, ground in guides.items() if guide in of}
    return list(guides.values())


def _without_quotes(line: str, every: Sequence[Cited]) -> tuple[str, list[tuple[str, list[Cited]]]]:
    """A line less the quoted lines in it, and who holds each of those."""
    holders: dict[str, list[Cited]] = {}
    for each in every:
        for quote in each.lines:
            if len(quote) >= _SHORTEST and quote in line:
                holders.setdefault(quote, []).append(each)
    found = []
    for quote in sorted(holders, key=len, reverse=True):
        # A number must not be cut out of a longer one.
        edges = (r"(?<!\d)" if quote[0].isdigit() else "") + re.escape(quote)
        line, count = re.subn(edges + (r"(?!\d)" if quote[-1].isdigit() else ""), _QUOTED, line)
        if count:
            found.append((quote, holders[quote]))
    return line, found


def _scope_of(rest: str, scope: _Scope, proof: _Proof, *, quoted: bool) -> _Scope:
    """The scope of a line; a heading sets that of the lines below."""
    known = {each.region for each in proof.cited}
    named = frozenset(
        code
        for code in known
        if code and any(n in rest for n in names_of(code, proof.told.regions))
    )
    label = _LABEL.match(rest)
    element = proof.told.elements.get((label["marked"] or label["plain"]) if label else "")
    own = _Scope(
        regions=named or scope.regions,
        elements=frozenset((element,)) if element else scope.elements,
    )
    if not quoted and (rest.endswith(":") or _HEADING.match(rest)):
        begins = not _HEADING.match(rest) and not element
        scope.regions = named if begins else own.regions
        scope.elements = frozenset() if begins else own.elements
    return own


def _nearly(rest: str, every: Sequence[Cited]) -> str | None:
    """The quoted line that a line nearly is, if any."""
    own = _pairs(rest)
    best, most = None, 0.0
    for line in {line for each in every for line in each.lines} if own else ():
        pairs = _pairs(line)
        shared = len(own & pairs)
        enough = shared >= max(1, _OWN_SHARE * len(own), _QUOTE_SHARE * len(pairs))
        if enough and shared / len(pairs) > most:
            best, most = line, shared / len(pairs)
    return best


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _counts(every: Sequence[Cited]) -> Ground:
    sizes = {len(each.items) for each in every}
    return ground_of(f"{n}{unit}" for n in sizes for unit in ("项", "步", "条"))


def _cut_lists(text: str, every: Sequence[Cited], *, whole_lines: bool) -> Iterator[Violation]:
    """Lists of which a part stands in the reply, which does not say of how many."""
    for each in every:
        shown = sum(_stands(item, text, whole_lines=whole_lines) for item in each.items)
        if not 0 < shown < len(each.items):
            continue
        stated = f"{len(each.items)}" in _TOTAL.findall(text) and f"{shown}" in _SHOWN.findall(text)
        if not stated:
            missing = next(i for i in each.items if not _stands(i, text, whole_lines=whole_lines))
            yield Violation(kind=ViolationKind.LIST_CUT, said=missing, line=missing)


def _stands(item: str, text: str, *, whole_lines: bool) -> bool:
    return item in text if whole_lines else re.split(r"[(:,;]", item, maxsplit=1)[0] in text
