"""Everyday words and the words that guides use for them, as data beside this file (`*.toml`)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from kb.errors import KbError

__all__ = ["Term", "Terms", "TermsInvalid", "load_terms", "read_terms"]

SHORTEST = 2
"""Fewer characters than this are part of too many other words."""


class TermsInvalid(KbError):
    """A file of everyday words is wrong."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """日常用语: what people say, and what guides write for it, the likeliest first."""

    everyday: str
    official: tuple[str, ...]
    subject: str


@dataclass(frozen=True, kw_only=True)
class Terms:
    """日常用语 as a whole, by the everyday word."""

    by_everyday: Mapping[str, Term] = field(repr=False)

    def __len__(self) -> int:
        return len(self.by_everyday)

    def said_in(self, text: str) -> tuple[Term, ...]:
        """The everyday words that stand in a text, in order, each once.

        Of words that overlap the longest counts (五保户, not 五保), and one that is part of its own
        official word, said in full, does not (公积金 in 住房公积金).
        """
        found = (self._at(match, text) for match in self._pattern.finditer(text))
        return tuple(dict.fromkeys(term for term in found if term))

    def official_for(self, text: str) -> tuple[str, ...]:
        """The official words for all that a text says in everyday ones, less what it has already."""
        words = (word for term in self.said_in(text) for word in term.official)
        return tuple(dict.fromkeys(word for word in words if word not in text))

    def _at(self, match: re.Match[str], text: str) -> Term | None:
        term = self.by_everyday[match[0]]
        start, end = match.span()
        for word in term.official:
            for at in (each.start() for each in re.finditer(re.escape(word), text)):
                if at <= start and end <= at + len(word):
                    return None
        return term

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.by_everyday, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


@lru_cache(maxsize=1)
def load_terms() -> Terms:
    """The everyday words that come with the hotline.

    Raises:
        TermsInvalid: naming the file, the subject and the word.
    """
    return read_terms(files("kb.terms"))


def read_terms(folder: Traversable) -> Terms:
    """The everyday words of all TOML files in a folder; see the head of `terms.toml` for the form."""
    terms: dict[str, Term] = {}
    places: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".toml"):
            continue
        for term in _terms_of(file):
            if term.everyday in terms:
                first = places[term.everyday]
                raise TermsInvalid(
                    f"{file.name}, {term.subject}: {term.everyday!r} stands in {first} already; "
                    "put all its official words into one line"
                )
            terms[term.everyday] = term
            places[term.everyday] = f"{file.name}, {term.subject}"
    return Terms(by_everyday=terms)


def _terms_of(file: Traversable) -> list[Term]:
    try:
        subjects = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TermsInvalid(f"{file.name} is no TOML: {error}") from error
    found = []
    for subject, pairs in subjects.items():
        if not isinstance(pairs, dict):
            raise TermsInvalid(
                f"{file.name}: {subject!r} stands under no subject; put it below a line "
                '["subject"], for instance ["证件"]'
            )
        found += [_term(file.name, subject, said, words) for said, words in pairs.items()]
    return found


def _term(file: str, subject: str, said: str, words: object) -> Term:
    place = f"{file}, {subject}, {said!r}"
    if not isinstance(words, list) or not words or not all(map(_is_word, words)):
        raise TermsInvalid(
            f'{place}: the right-hand side must be a list of official words, such as ["居民身份证"]'
        )
    if not _is_word(said):
        raise TermsInvalid(
            f"{place}: an everyday word has at least {SHORTEST} characters and no blanks around it"
        )
    if said in words or len(set(words)) < len(words):
        raise TermsInvalid(
            f"{place}: an official word may not be the everyday word itself, nor stand twice"
        )
    return Term(everyday=said, official=tuple(words), subject=subject)


def _is_word(text: object) -> bool:
    return isinstance(text, str) and len(text) >= SHORTEST and text == text.strip()
