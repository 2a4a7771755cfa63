"""What was lost, broke or ran out: the thing that a mishap is said of."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_PAIR = 2  # characters in a row


@dataclass(frozen=True, kw_only=True)
class _Things:
    known: tuple[tuple[str, ...], ...]
    before: re.Pattern[str]  # a thing at the end of what stands before the mishap
    after: re.Pattern[str]  # a thing at the beginning of what stands behind it

    def all_names(self, thing: str) -> tuple[str, ...]:
        """Every name of a thing."""
        return next(each for each in self.known if thing in each)


@lru_cache(maxsize=1)
def _things() -> _Things:
    table = tomllib.loads(files("dialogue").joinpath("data/papers.toml").read_text("utf-8"))
    known = tuple(tuple(each) for each in table["things"])
    names = sorted((name for each in known for name in each), key=len, reverse=True)
    any_name = "|".join(map(re.escape, names))
    return _Things(
        known=known,
        before=re.compile(f"(?P<thing>{any_name})(?:{table['between']})*$"),
        after=re.compile(f"(?:{table['after']})*(?P<thing>{any_name})"),
    )


def names_of_thing(thing: str) -> tuple[str, ...]:
    """Every name of a thing."""
    return _things().all_names(thing)


def other_names(words: str) -> tuple[str, ...]:
    """The other names of the things that normalised words speak of: 「绿本」 is 机动车登记证书."""
    things = (each for each in _things().known if any(name in words for name in each))
    return tuple(name for thing in things for name in thing if name not in words)


def befell_another(words: str, span: tuple[int, int], names: Iterable[str]) -> bool:
    """Whether a mishap at a span of normalised words is said of something that is not named so.

    「户口本丢了」 is said of a paper that 居民身份证 is not; 「丢了」 alone may be said of anything.
    """
    thing = befell(words, span)
    if thing is None:
        return False
    own = {pair for name in names for pair in _pairs(name)}
    return bool(own) and not any(_pairs(name) & own for name in _things().all_names(thing))


def befell(words: str, span: tuple[int, int]) -> str | None:
    """The thing that a mishap at a span of normalised words is said of."""
    things = _things()
    found = things.before.search(words[: span[0]]) or things.after.match(words[span[1] :])
    return found["thing"] if found else None


def _pairs(text: str) -> set[str]:
    return {text[at : at + _PAIR] for at in range(len(text) - _PAIR + 1)} - {"证明", "证书", "人证"}
