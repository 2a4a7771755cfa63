"""The kinds of phrasing, each measured by itself (tag `kind:<name>`)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from eval.generation.asks import Ask
from eval.generation.base import Published
from eval.generation.composing import Register, compose
from eval.generation.frames import greeted, in_northern_words, told_angrily, told_at_length
from eval.generation.numbers import with_numbers
from eval.generation.omitting import omitted
from eval.generation.scripts import in_traditional
from eval.generation.shapes import with_typos
from eval.generation.sounds import misheard
from eval.generation.utterance import Role, Utterance


class Kind(StrEnum):
    """问法: how a question is put."""

    OFFICIAL = "official"
    EVERYDAY = "everyday"
    OMITTED = "omitted"
    TYPOS = "typos"
    HOMOPHONES = "homophones"
    NORTHERN = "northern"
    TRADITIONAL = "traditional"
    DIGITS = "digits"
    LONG_WINDED = "long_winded"
    ANGRY = "angry"


@dataclass(frozen=True, kw_only=True)
class Phrased:
    """A question as it is written into a case; `plain` is what it was made from."""

    text: str
    plain: Utterance
    register: Register


# What a second kind may be laid over, for the few questions that have two.
SECOND: dict[Kind, tuple[Kind, ...]] = {
    Kind.EVERYDAY: (Kind.TYPOS, Kind.HOMOPHONES, Kind.TRADITIONAL),
    Kind.OMITTED: (Kind.TYPOS, Kind.HOMOPHONES, Kind.TRADITIONAL),
    Kind.NORTHERN: (Kind.TYPOS, Kind.HOMOPHONES),
    Kind.DIGITS: (Kind.TYPOS, Kind.TRADITIONAL),
    Kind.LONG_WINDED: (Kind.TYPOS, Kind.HOMOPHONES, Kind.TRADITIONAL),
    Kind.ANGRY: (Kind.TYPOS, Kind.HOMOPHONES),
}
_OFTEN_EVERYDAY = (Register.EVERYDAY, Register.EVERYDAY, Register.OFFICIAL)


def phrase(
    base: Published, ask: Ask, kind: Kind, random: Random, *, second: Kind | None, firm: bool
) -> Phrased | None:
    """Put a question into words of one kind, or of two laid over each other.

    Args:
        base: what is published, to be sure that nothing else is named.
        ask: what is asked.
        kind: how.
        random: all chance there is.
        second: laid over the first; one of `SECOND`.
        firm: whether the caller speaks for an organisation.

    Returns:
        None where this kind is not to be had of this question, or where what came out names
        another item or another region.
    """
    register = _register(kind, random)
    plain = (
        omitted(base, ask, random) if kind is Kind.OMITTED else compose(base, ask, register, random)
    )
    if plain is None:
        return None
    done = _dressed(ask, plain, kind, register, random, firm=firm)
    for noise in (kind, second):
        if done is not None and noise in _NOISES:
            done = _NOISES[noise](done, random)
    if done is None or not _still_means(base, ask, done):
        return None
    text = done.text
    if Kind.TRADITIONAL in (kind, second):
        text = in_traditional(text, random) or ""
    return Phrased(text=text, plain=plain, register=register) if text else None


_NOISES: dict[Kind | None, Callable[[Utterance, Random], Utterance | None]] = {
    Kind.TYPOS: with_typos,
    Kind.HOMOPHONES: misheard,
}


def _register(kind: Kind, random: Random) -> Register:
    match kind:
        case Kind.OFFICIAL:
            return Register.OFFICIAL
        case Kind.NORTHERN:
            return Register.NORTHERN
        case Kind.TYPOS | Kind.TRADITIONAL:
            return random.choice(_OFTEN_EVERYDAY)
        case _:
            return Register.EVERYDAY


def _dressed(
    ask: Ask, plain: Utterance, kind: Kind, register: Register, random: Random, *, firm: bool
) -> Utterance | None:
    match kind:
        case Kind.LONG_WINDED:
            return told_at_length(plain, random, organisation=firm)
        case Kind.ANGRY:
            return told_angrily(plain, random)
        case Kind.DIGITS:
            return with_numbers(ask, plain, random, organisation=firm)
        case Kind.NORTHERN:
            return greeted(in_northern_words(plain), register, random)
        case Kind.OMITTED | Kind.HOMOPHONES:
            return plain
        case _:
            return greeted(plain, register, random)


def _still_means(base: Published, ask: Ask, said: Utterance) -> bool:
    """No other region is named than the one meant, outside the item's own name; no other item."""
    if base.names.called(said.said(Role.ITEM), but=ask.code):
        return False
    own = base.regions_named(ask.name) | base.regions_named(said.name.text)
    meant = frozenset(base.line(ask.region)) if ask.region else frozenset[str | None]()
    return base.regions_named(said.text) <= own | meant
