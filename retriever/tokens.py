"""Texts and questions cut into what BM25 matches: words, pairs of characters, characters.

A word of one or two characters is not given a second time beside its character or bigram, so
the kinds are told apart by their length alone and nothing counts double.
"""

import logging
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from operator import add
from typing import TYPE_CHECKING

import opencc

if TYPE_CHECKING:
    import jieba

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")
_SPACE = re.compile(r"(?<=[0-9a-z])\s+(?=[0-9a-z])|(\s+)")  # group 1: not between Latin words
# Symbols (emoji), controls, surrogates and private use; with the joiners and variation selectors
# that hold emoji together. Mathematical and currency signs stay.
_DROPPED = frozenset({"So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn"})
_VARIATION_SELECTORS = frozenset({*range(0xFE00, 0xFE10), 0x20E3})
SHORTEST_WORD = 3  # in characters: shorter words are already there as bigram or character


def normalise(text: str) -> str:
    """Write a text the one way in which it is matched.

    NFKC (full-width forms), lower case, simplified characters, no emoji and no white space but
    between Latin words. Chinese numerals stay as they are.
    """
    visible = text.translate(_VISIBLE)
    folded = unicodedata.normalize("NFKC", visible).lower()
    spaced = _SPACE.sub(lambda space: "" if space[1] else " ", folded)
    simplified: str = _to_simplified().convert(spaced)
    return simplified


class Tokenizer:
    """Cuts normalised text; item names are words of its dictionary.

    Making one costs about half a second for the dictionary, once a process, and then a copy of
    it; cutting a question takes tens of microseconds. Not changed after it is made, so threads
    may share it.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Add words to the dictionary.

        Args:
            words: names that are words (item names, aliases), in any form.
        """
        frequencies, total = _dictionary()
        import jieba

        self._jieba = jieba.Tokenizer()
        # Set by hand, because jieba's own initialisation keeps a cache file in a shared folder.
        self._jieba.FREQ, self._jieba.total = dict(frequencies), total
        self._jieba.initialized = True
        for word in sorted({normalise(word) for word in words}):
            if len(word) >= SHORTEST_WORD:
                self._jieba.add_word(word)

    def tokens(self, text: str) -> list[str]:
        """Words of three characters and more (long ones also in parts), bigrams, characters.

        A run of letters or digits is one token. Tokens repeat as often as they occur.
        """
        found: list[str] = []
        for run in _RUNS.findall(normalise(text)):
            if not _IS_HAN.match(run):
                found.append(run)
                continue
            for word in self._jieba.cut(run):
                if len(word) >= SHORTEST_WORD:
                    found += self._parts(word)
            found += map(add, run, run[1:])
            found += run
        return found

    def _parts(self, word: str) -> list[str]:
        """A word and the words of three characters in it: jieba's `cut_for_search` less its pairs."""
        if len(word) == SHORTEST_WORD:
            return [word]
        known = self._jieba.FREQ
        inner = [word[at : at + SHORTEST_WORD] for at in range(len(word) - SHORTEST_WORD + 1)]
        return [*(part for part in inner if known.get(part)), word]


def words_of(text: str) -> list[str]:
    """A normalised text cut into the words of the plain dictionary, nothing left out."""
    cut: list[str] = _plain().lcut(text, HMM=False)
    return cut


def tagged_words(tag: str) -> set[str]:
    """The words of the plain dictionary with a tag: `ns` are places."""
    import jieba

    with jieba.Tokenizer().get_dict_file() as lines:
        rows = (line.decode("utf-8").split() for line in lines)
        return {row[0] for row in rows if row[-1] == tag}


def is_word(token: str) -> bool:
    """Whether a token is a Chinese word of three characters or more."""
    return len(token) >= SHORTEST_WORD and _IS_HAN.match(token) is not None


def is_bigram(token: str) -> bool:
    """Whether a token is a pair of Chinese characters."""
    return len(token) == 2 and _IS_HAN.match(token) is not None  # noqa: PLR2004 - a pair is two


class _Visible(dict[int, int | None]):
    """What `str.translate` makes of each code point: itself, or nothing; found out once."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        sign = not character.isspace() and unicodedata.category(character) in _DROPPED
        self[code] = None if sign or code in _VARIATION_SELECTORS else code
        return self[code]


_VISIBLE = _Visible()


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _plain() -> "jieba.Tokenizer":
    import jieba

    plain = jieba.Tokenizer()
    plain.FREQ, plain.total = _dictionary()  # shared: no word is added to this one
    plain.initialized = True
    return plain


@cache
def _dictionary() -> tuple[dict[str, int], int]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    plain = jieba.Tokenizer()
    frequencies, total = plain.gen_pfdict(plain.get_dict_file())
    return frequencies, total
