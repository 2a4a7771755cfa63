"""What was misheard or mistyped, put right by its sound: 「直照」 is 执照 where the base knows 执照.

A speech recogniser, and a keyboard that is typed on by sound, write another character of the same
sound. What the base says itself is never changed: only where two characters stand beside each other
that no name and no question of the base has, a word of the base is looked for that sounds the same
and differs in one character (two, of a word of four). And what is a word already is left: only
characters that stand alone when the text is cut into words are changed (「师父」 stays).
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from retriever.homophones import sound
from retriever.tokens import normalise, words_of

_HAN = re.compile("[\u4e00-\u9fff]+")
_SHORTEST, _LONGEST = 2, 5  # characters of a word
_LONG = 4  # from here on two characters may be wrong
# Words of one character that stand in every second sentence are meant as they are.
_PLAIN = frozenset("又也那哪这往来去把被还就都很太点几不没有要会出家拿说看")


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """听写: the words of a base by their sounds, and which characters stand beside each other in it."""

    words: Mapping[str, tuple[str, ...]]  # by sound, the most frequent first
    pairs: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Hearing":
        """Learn from names and questions."""
        pairs: set[str] = set()
        counted: Counter[str] = Counter()
        for text in texts:
            normal = normalise(text)
            for run in _HAN.findall(normal):
                pairs.update(_pairs(run))
            counted.update(word for word in (*words_of(normal), normal) if _is_word(word))
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(counted, key=lambda word: (-counted[word], word)):
            found[_spelt(word)].append(word)
        words = {spelt: tuple(own) for spelt, own in found.items()}
        return cls(words=words, pairs=frozenset(pairs))

    def put_right(self, text: str) -> str:
        """A normalised text as it was meant."""
        if not self.words:
            return text
        return _HAN.sub(lambda run: self._right(run[0]), text)

    def _right(self, run: str) -> str:
        strange = [pair not in self.pairs for pair in map(add, run, run[1:])]
        if not any(strange):
            return run
        sounds = [_syllable(character) for character in run]
        alone: list[bool] | None = None
        settled = [False] * len(run)
        for length in range(min(_LONGEST, len(run)), _SHORTEST - 1, -1):
            for start in range(len(run) - length + 1):
                end = start + length
                if not any(strange[start : end - 1]):
                    continue
                like = self.words.get(" ".join(sounds[start:end]))
                if like is None or any(settled[start:end]):
                    continue
                for word, wrong in _perhaps(run[start:end], like):
                    # Cut only where it is wanted: in most questions nothing sounds like a word.
                    alone = alone or [len(each) == 1 for each in words_of(run) for _ in each]
                    if all(alone[start + place] for place in wrong):
                        run = run[:start] + word + run[end:]
                        settled[start:end] = [True] * length
                        break
        return run

    def written(self) -> str:
        """As text, for a snapshot."""
        told = {"words": self.words, "pairs": "".join(sorted(self.pairs))}
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "Hearing":
        """From what `written` gave.

        Raises:
            ValueError, KeyError, AttributeError: it is not in this form.
        """
        told = json.loads(text)
        joined = told["pairs"]
        return cls(
            words={spelt: tuple(own) for spelt, own in told["words"].items()},
            pairs=frozenset(joined[at : at + 2] for at in range(0, len(joined), 2)),
        )


DEAF = Hearing(words={}, pairs=frozenset())
"""Puts nothing right."""


def _perhaps(heard: str, like: Iterable[str]) -> Iterator[tuple[str, Sequence[int]]]:
    """The words of the same sound that may have been meant, and which characters differ."""
    most = 1 if len(heard) < _LONG else 2
    for word in like:
        wrong = [place for place, each in enumerate(word) if each != heard[place]]
        if 0 < len(wrong) <= most and not any(heard[place] in _PLAIN for place in wrong):
            yield word, wrong


def _pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))


def _is_word(text: str) -> bool:
    return _SHORTEST <= len(text) <= _LONGEST and _HAN.fullmatch(text) is not None


def _spelt(word: str) -> str:
    """The sound character by character, each as it is read alone."""
    return " ".join(map(_syllable, word))


@lru_cache(maxsize=16384)
def _syllable(character: str) -> str:
    return sound(character)[0]
