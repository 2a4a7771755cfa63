"""What a speech recogniser makes of a question: words that sound alike, hesitation, no punctuation."""

import re
from collections.abc import Iterator
from random import Random

from eval.generation.utterance import Role, Utterance
from eval.generation.words import NEGATIONS, NUMERALS, words
from retriever.homophones import homophones, is_common

_PUNCTUATION = re.compile(r"[，。！？、；：,.!?;:（）()“”\"《》]+")
_NEAR = 0.35  # share of near sounds among the words misheard
_HESITATES = 0.35
_BEST = 8  # homophones that a recogniser hesitates between
_PAIR = 2
_LONG = 16
_ITEM_FIRST = 3


def misheard(utterance: Utterance, random: Random) -> Utterance | None:
    """One word heard as another, or two in a longer question; None where none sounds like any."""
    count = 2 if len(utterance.text) > _LONG and random.random() < 1 / 2 else 1
    cut = [homophones().words(p.text) if p.is_open else [] for p in utterance.pieces]
    places = [
        (at, number, _ITEM_FIRST if utterance.pieces[at].role is Role.ITEM else 1)
        for at, found in enumerate(cut)
        if utterance.pieces[at].role is not Role.FRAME
        for number, word in enumerate(found)
        if _may_be_misheard(word)
    ]
    places = [each for each in places if len(cut[each[0]][each[1]]) > 1] or places
    done = 0
    while places and done < count:
        place = random.choices(places, [weight for *_, weight in places])[0]
        places.remove(place)
        at, number, _ = place
        if (heard := _heard_as(cut[at][number], random)) is not None:
            cut[at][number] = heard
            utterance = utterance.replaced(at, "".join(cut[at]))
            done += 1
    return _as_recognised(utterance, random) if done else None


def _may_be_misheard(word: str) -> bool:
    return (
        is_common(word)
        and not set(word) & (NEGATIONS | NUMERALS)
        and word not in words("speech")["spoken"]["safe"]
    )


def _heard_as(word: str, random: Random) -> str | None:
    """Another word for the whole, for two characters of it, or for one."""
    near = random.random() < _NEAR
    for start, part in _parts(word, random):
        found = [
            each
            for each in homophones().like(part, near=near)
            if not set(each) & (NEGATIONS | NUMERALS)
        ][:_BEST]
        if found:
            weights = [homophones().frequency(each) ** 0.5 for each in found]
            heard = random.choices(found, weights)[0]
            return word[:start] + heard + word[start + len(part) :]
    return None


def _parts(word: str, random: Random) -> Iterator[tuple[int, str]]:
    """The word, its first two characters, single ones in random order, then any other two."""
    yield 0, word
    if len(word) > _PAIR:
        yield 0, word[:_PAIR]
    yield from ((at, word[at]) for at in random.sample(range(len(word)), len(word)))
    yield from ((at, word[at : at + _PAIR]) for at in range(1, len(word) - 1))


def _as_recognised(utterance: Utterance, random: Random) -> Utterance:
    """Without punctuation, and now and then with the hesitation before the question."""
    pause = random.choice(("", "", " "))
    plain = utterance.map(lambda piece: _PUNCTUATION.sub(pause, piece.text))
    if random.random() < _HESITATES:
        plain = plain.between(random.choice(words("speech")["spoken"]["fillers"]), "")
    last = plain.pieces[-1]
    return plain.replaced(len(plain.pieces) - 1, last.text.rstrip())
