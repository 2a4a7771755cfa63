"""Words that sound alike: what a speech recogniser writes where something else was said.

It lies in the retriever because only there jieba and pypinyin may be loaded, when they are wanted; cases are made with it
(`eval.generation`), and what is misheard can be looked up by it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from retriever.tokens import _dictionary, words_of

if TYPE_CHECKING:
    import jieba

_HAN = re.compile("[\u4e00-\u9fff]+")
_LONGEST = 4
_FUNCTION = frozenset(
    "不没的了在是有要我你他也都就还吗呢"
)  # written right more often than misheard
_RARE_WORD, _RARE_CHARACTER = 50, 500  # occurrences in jieba's corpus of about 60 million words
_FIRST_ROW, _LAST_ROW = 0xB0, 0xD7  # as GB 2312 is written in bytes
# Initials and endings that many speakers do not keep apart (zh and z, n and l, ing and in).
_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}
_INITIAL = re.compile("^(?:zh|ch|sh|n(?=[aeiouvü]))")
_ENDING = re.compile("(?<=[aei])ng$")


class Homophones:
    """Frequent words by their sound; made once a process in about a second."""

    @cached_property
    def _frequencies(self) -> dict[str, int]:
        known, _ = _dictionary()
        return {
            word: count
            for word, count in known.items()
            if len(word) <= _LONGEST
            and count >= (_RARE_CHARACTER if len(word) == 1 else _RARE_WORD)
            and is_common(word)
        }

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], list[str]]:
        """Sound without tones, near sounds as one → words, the most frequent first."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for word in sorted(self._frequencies, key=lambda word: (-self._frequencies[word], word)):
            found[near_sound(word)].append(word)
        return found

    @cached_property
    def _cutter(self) -> "jieba.Tokenizer":
        import jieba

        cutter = jieba.Tokenizer()
        frequencies, total = _dictionary()
        # Set by hand, because jieba's own initialisation keeps a cache file in a shared folder.
        cutter.FREQ, cutter.total, cutter.initialized = dict(frequencies), total, True
        return cutter

    def words(self, text: str) -> list[str]:
        """A text cut into words; joined, they are the text."""
        return [str(word) for word in self._cutter.cut(text, HMM=False)]

    def like(self, word: str, *, near: bool = False) -> tuple[str, ...]:
        """Other words that sound like one, the most frequent first.

        Args:
            word: Chinese characters only; anything else sounds like nothing.
            near: those too that differ as many speakers do: z and zh, n and l, in and ing.
        """
        if not _HAN.fullmatch(word):
            return ()
        found = self._by_sound.get(near_sound(word), ())
        exact = sound(word)
        return tuple(each for each in found if each != word and (near or sound(each) == exact))

    def frequency(self, word: str) -> int:
        """How often a word occurs in jieba's corpus; 0 for rare ones."""
        return self._frequencies.get(word, 0)


def is_common(word: str) -> bool:
    """Whether all characters are of the 3,755 most used (GB 2312, level 1: rows 16 to 55)."""
    try:
        code = word.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 * len(word) and all(_FIRST_ROW <= row <= _LAST_ROW for row in code[::2])


@lru_cache(maxsize=65536)
def sound(word: str) -> tuple[str, ...]:
    """The syllables of a word in pinyin without tones."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word))


def near_sound(word: str) -> tuple[str, ...]:
    """The syllables with what many speakers do not keep apart written as one."""
    return tuple(
        _ENDING.sub("n", _INITIAL.sub(lambda initial: _INITIALS[initial[0]], syllable))
        for syllable in sound(word)
    )


@cache
def homophones() -> Homophones:
    """The one table of a process."""
    return Homophones()


def by_near_sound(names: Iterable[str]) -> Mapping[tuple[str, ...], str]:
    """Names by their sound, as `heard_as` wants them; of names that sound alike the first."""
    found: dict[tuple[str, ...], str] = {}
    for name in names:
        found.setdefault(near_sound(name), name)
    return found


def heard_as(text: str, names: Mapping[tuple[str, ...], str]) -> str:
    """A normalised text with words that are none, and sound like a name, written as that name.

    「户照换发」 is 「护照换发」. Whole words of the text only, and one character at least is right.
    """
    words = words_of(text)
    known, _ = _dictionary()
    at = 0
    while at < len(words):
        for upto in range(at + 1, min(len(words), at + _LONGEST) + 1):
            said = "".join(words[at:upto])
            if not 1 < len(said) <= _LONGEST or known.get(said) or not _HAN.fullmatch(said):
                continue
            name = names.get(tuple(near_sound(each)[0] for each in said))
            if name is not None and set(name) & set(said) and not _FUNCTION & set(said):
                words[at:upto] = [name]
                break
        at += 1
    return "".join(words)
