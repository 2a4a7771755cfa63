"""Everyday and official words for one thing, swapped in both directions (`data/terms.toml`)."""

import re
from functools import cache, lru_cache
from random import Random

from eval.generation.words import words
from retriever.tokens import normalise

BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_HALF_BRACKET = re.compile(r"[(（\[【].*$|[)）\]】]")
_LOOSE = re.compile(r"[\s,。!?.~、:;，？！…()（）《》<>〈〉\[\]【】\"'“”‘’「」的及和与或/-]+")


def to_everyday(text: str, random: Random, share: float = 1.0) -> str:
    """The official words of a text as people say them.

    Args:
        text: the name of a service, or a situation.
        random: chooses among several everyday words; the first is twice as likely as each other.
        share: how likely each word is to be swapped.
    """

    def say(match: re.Match[str]) -> str:
        said = _spoken()[match[0]]
        choice = random.choice((said[0], *said))
        return choice if random.random() < share else match[0]

    for official, *said in words("terms")["whole"]:
        if text == official and random.random() < share:
            return str(random.choice((said[0], *said)))
    return _pattern(tuple(_spoken())).sub(say, text)


def to_official(text: str) -> str:
    """The everyday words of a text as guides write them; words that mean more stay as they are."""
    table = _written()
    for official, *said in words("terms")["whole"]:
        if text in said:
            return str(official)
    known = tuple(table) + tuple(_spoken())  # 居民身份证 holds 身份证 and is official already
    return _pattern(known).sub(lambda match: table.get(match[0], match[0]), text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A name as it is compared: width, script, punctuation and everyday words do not count."""
    return _pattern(tuple(_one())).sub(lambda match: _one()[match[0]], _bare(text))


def without_brackets(name: str) -> str:
    """A name less what stands in brackets, nested ones and halves too."""
    while (shorter := BRACKETS.sub("", name)) != name:
        name = shorter
    return _HALF_BRACKET.sub("", name).replace("·", "").strip("，、；：-— ").removesuffix("的")


@cache
def _spoken() -> dict[str, tuple[str, ...]]:
    return {official: tuple(said) for official, *said in words("terms")["terms"]}


@cache
def _written() -> dict[str, str]:
    kept = set(words("terms")["one_way"])
    table: dict[str, str] = {}
    for official, said in _spoken().items():
        for each in said:
            if each not in kept and each not in _spoken():
                table.setdefault(each, official)
    return table


@cache
def _one() -> dict[str, str]:
    """Every word of a pair → one word for all that can be said the same way."""
    first: dict[str, str] = {}
    for official, said in _spoken().items():
        shared = [each for each in said if each not in words("terms")["one_way"]]
        known = next((first[each] for each in (official, *shared) if each in first), official)
        for each in (official, *shared):
            first.setdefault(each, known)
    return {_bare(word): _bare(one) for word, one in first.items()}


def _bare(text: str) -> str:
    return _LOOSE.sub("", normalise(text))


@lru_cache(maxsize=8)
def _pattern(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(alternatives, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)))
