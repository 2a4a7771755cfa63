"""What was found, less what cannot be meant; and which of several names was said."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from dialogue.deciding.gain import OFFERED
from dialogue.findings import Findings
from dialogue.resolving import Asked, things_befallen
from dialogue.understanding import matters_in
from dialogue.words import called, names_of, worded
from kb.elements import Audience, Audiences, Element
from kb.entries import EntryKind
from kb.records import Guide
from retriever.results import Hit
from retriever.tokens import normalise

WHOLE = (EntryKind.FAQ, EntryKind.PASSAGE, EntryKind.LIFE_EVENT)
"""Answered as they stand: no element is chosen out of them."""
_RATHER_MEANT = 0.5  # P(right) from which one alone is asked about
_OF_WHAT_WAS_LISTED = 10  # so many times likelier is what was listed just before
_CALLED_SO = 0.5  # share of the pairs of characters of a question
_PAIRS = 2  # of these, at the least
_NAMED = 0.6  # P(right) from which an item that alone is named by its whole name is meant
_HARDLY = 0.1  # P(right) of others that speaks against that
_NAME = 3  # characters of a name that is not said by chance, if it is no well-known matter


def with_region(asked: Asked, findings: Findings) -> Asked:
    """Of the regions that a name can mean, the one in line with what was said before."""
    known, lines = asked.slots.region, findings.regions.line
    if known is None:
        return asked
    named = asked.understood.regions
    around = [code for code in named if known in lines(code) or code in lines(known)]
    if len(named) < 2 or len(around) != 1:  # noqa: PLR2004 - one alone is settled already
        return asked
    return replace(asked, slots=replace(asked.slots, region=around[0]))


def without(hits: tuple[Hit, ...], others: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits without some that cannot be meant; P(right) is given that none of those is.

    Where the surest is none of them, or no item would be left, all stay as they are.
    """
    left = 1.0 - sum(hit.probability for hit in others)
    kept = [hit for hit in hits if hit not in others]
    if (
        not others
        or hits[0] not in others
        or left <= 0
        or not any(hit.kind not in WHOLE for hit in kept)
    ):
        return hits
    return tuple(replace(hit, probability=min(1.0, hit.probability / left)) for hit in kept)


def without_item(hits: tuple[Hit, ...], item: str | None) -> tuple[Hit, ...]:
    """The hits without an item that was taken back; P(right) is given that it is not meant."""
    left = 1.0 - sum(hit.probability for hit in hits if hit.item_code == item)
    kept = [hit for hit in hits if hit.item_code != item]
    if left <= 0:
        return hits
    return tuple(replace(hit, probability=min(1.0, hit.probability / left)) for hit in kept)


def may_be_meant(offered: Sequence[Hit]) -> bool:
    """Whether there is something to ask about: several, or one that is rather meant than not."""
    return len(offered) > 1 or any(
        hit.kind not in WHOLE and hit.probability >= _RATHER_MEANT for hit in offered
    )


def rather(
    hits: tuple[Hit, ...], steps: Collection[str], *, offer_at: float, answer_at: float
) -> tuple[Hit, ...]:
    """The hits, where none is sure, with the steps of what was just listed before their like.

    「先说执照吧」, after what opening a shop takes, is about getting one and not about a lost one.
    """
    if not steps or not hits or hits[0].probability >= answer_at:
        return hits

    def weight(hit: Hit) -> float:
        listed = hit.item_code in steps and hit.probability >= offer_at
        return hit.probability * (_OF_WHAT_WAS_LISTED if listed else 1)

    total = sum(map(weight, hits)) + max(0.0, 1.0 - sum(hit.probability for hit in hits))
    again = (replace(hit, probability=weight(hit) / total) for hit in hits)
    return tuple(sorted(again, key=lambda hit: -hit.probability))


def names_another(words: str, hits: Sequence[Hit], item: str, findings: Findings) -> bool:
    """Whether words hold the name of something that was found and is not the present item.

    「他还有高龄津贴，要不要停」 speaks of the same person, and of another matter.
    """
    own = names_of(findings.first(item))
    befallen = things_befallen(words)
    if any(m not in befallen and not any(_short_for(m, n) for n in own) for m in matters_in(words)):
        return True
    for hit in hits:
        for name in called(findings.first(hit.item_code)):
            plain = len(name) >= _NAME or name in matters_in(name)
            if hit.item_code != item and plain and name in words:
                return not any(name in each for each in own)
    return False


def is_named_alone(words: str, hits: Sequence[Hit], findings: Findings) -> bool:
    """「我俩想下个月领证，要带啥」: the likeliest item is called by its name, and nothing else is near.

    Of a story only a part names what is meant, and P(right) falls with all the rest.
    """
    if not hits or hits[0].kind is not EntryKind.ITEM or hits[0].probability < _NAMED:
        return False
    named = any(
        len(name) > 1 and normalise(name) in words
        for name in names_of(findings.first(hits[0].item_code))
    )
    return named and all(hit.probability < _HARDLY for hit in hits[1:])


def _short_for(word: str, name: str) -> bool:
    """Whether a name holds a word, or does but for one character: 残疾证 in 残疾人证注销."""
    longer = (name[at : at + len(word) + 1] for at in range(len(name) - len(word)))
    return word in name or any(
        each[:at] + each[at + 1 :] == word for each in longer for at in range(1, len(word))
    )


def is_called_so(hit: Hit, words: str) -> bool:
    """Whether a hit is called by most of what normalised words name; not found by chance."""
    return _shared(hit, words) >= max(_PAIRS, _CALLED_SO * len(worded(words)))


def _shared(hit: Hit, words: str) -> int:
    """How many pairs of characters of normalised words a hit's names hold."""
    name = hit.name if hit.kind is EntryKind.PASSAGE else f"{hit.name} {hit.matched}"
    names = normalise(name)
    return sum(pair in names for pair in worded(words))


def near_in_words(words: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The surest hits that hold something of what is asked; what is only near in meaning is chance."""
    fewest = min(_PAIRS, len(worded(words)))
    return tuple(hit for hit in hits[:OFFERED] if _shared(hit, words) >= fewest)


def is_for(guide: Guide, wanted: Audience) -> bool:
    """Whether a guide is for a kind of applicant; one that does not say is for all."""
    return wanted in kinds_of(guide)


def kinds_of(guide: Guide) -> tuple[Audience, ...]:
    """The kinds of applicants that a guide is for; one that does not say is for all."""
    value = guide.elements.get(Element.AUDIENCE)
    kinds = value.kinds if isinstance(value, Audiences) else ()
    return kinds or tuple(Audience)
