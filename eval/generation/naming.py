"""What an item may be called: its full name, or what a person would say of it."""

from dataclasses import dataclass
from random import Random

from eval.generation.asks import Ask
from eval.generation.base import Published
from eval.generation.short_forms import (
    Shape,
    act_and_thing,
    shape_of,
    spoken_forms,
    without_marks,
)
from eval.generation.situations import spoken_situation, told_beside
from eval.generation.terms import fold, to_everyday, to_official
from eval.generation.words import words

_SHORTEST_ALIAS, _SHORTEST_OFFICIAL_ALIAS = 2, 5  # characters
_OWN_SHARE = 0.5  # an alias that is a smaller part of the name than this is only a keyword
_BY_ALIAS, _OFFICIALLY_BY_ALIAS = 0.6, 0.1  # shares of the names that are aliases, where there are
_SHORTENED_SWAPPED, _FULL_SWAPPED = 0.8, 0.5  # shares of the official words that are swapped


@dataclass(frozen=True, kw_only=True)
class Name:
    """A way to name an item, and whether the situation must be said beside it."""

    text: str
    shape: Shape
    situation: str | None = None  # in words, to be said beside it; None: not to be said
    tells_situation: bool = False  # the name itself says which situation is meant

    def doing(self, *, official: bool) -> str:
        """A verb phrase: 办理…, 申请…, 补…; a clause has none and is given as it is."""
        if self.shape is not Shape.NOUN:
            return self.text
        if (rest := self.text.removesuffix("办理")) != self.text:
            return ("办理" if official else "办") + rest
        if not official and (rest := self.text.removesuffix("查询")) != self.text:
            return f"查{rest}"
        for rule in words("names")["does"]:
            if self.text.endswith(tuple(rule["ends"])):
                return str(rule["official"] if official else rule["everyday"]) + self.text
        return ("办理" if official else "办") + self.text


def official_name(base: Published, ask: Ask, random: Random) -> Name | None:
    """The full name, now and then an alias in official words; None where it fits another item too."""
    if ask.code in base.paraphrases:
        return _paraphrase(base, ask, random)
    aliases = [to_official(each) for each in _usable_aliases(base, ask)]
    formal = [
        each
        for each in aliases
        if shape_of(each, said=True) is Shape.NOUN and len(each) >= _SHORTEST_OFFICIAL_ALIAS
    ]
    if formal and random.random() < _OFFICIALLY_BY_ALIAS:
        chosen = random.choice(formal)
        return _named(ask, chosen, Shape.NOUN)
    name = ask.name.strip().removesuffix("的")
    if ask.code and base.names.called(name, but=ask.code, region=ask.region):
        return None
    return _named(ask, name, shape_of(name))


def everyday_name(base: Published, ask: Ask, random: Random) -> Name | None:
    """What a person would say: an alias, or the name shortened and in everyday words."""
    if ask.code in base.paraphrases:
        return _paraphrase(base, ask, random)
    aliases = _usable_aliases(base, ask)
    if aliases and random.random() < _BY_ALIAS:
        text = random.choice(aliases)
        said = ask.situation is not None and fold(ask.situation) in fold(text)
        tells = said or (ask.situation is not None and not _is_general(ask, text))
        return Name(
            text=text,
            shape=shape_of(text, said=True),
            situation=None if tells else told_beside(ask, text),
            tells_situation=tells,
        )
    return _shortened(base, ask, random)


def _paraphrase(base: Published, ask: Ask, random: Random) -> Name:
    """What somebody really called the item, as it stands."""
    text = random.choice(base.paraphrases[ask.code])
    return _named(ask, text, shape_of(text, said=True), random)


def _shortened(base: Published, ask: Ask, random: Random) -> Name | None:
    forms = list(spoken_forms(ask.name))
    most = words("names")["most_spoken"]
    short = [form for form in forms if len(form[0]) <= most] or forms[-1:]
    random.shuffle(short)
    if len(short[0][0]) > words("names")["most_read"]:
        return None
    for text, shape in short:
        said = to_everyday(text, random, _SHORTENED_SWAPPED)
        shape_now = shape if said == text or shape is Shape.VERB else shape_of(said, said=True)
        if not ask.code or not _may_be_another(base, ask, said):
            return _named(ask, said, shape_now, random)
        if ask.situation and _tells_apart(base, ask, said):
            told = spoken_situation(ask, random)
            return Name(text=said, shape=shape_now, situation=told)
    full = without_marks(ask.name)
    if base.names.called(full, but=ask.code, region=ask.region):
        return None
    said = to_everyday(full, random, _FULL_SWAPPED)
    if len(said) > words("names")["most_read"]:
        return None
    return _named(ask, said, shape_of(said), random)


def _may_be_another(base: Published, ask: Ask, said: str) -> bool:
    """Whether a shortened name fits another item too, be the act before the thing or after it."""
    names = base.names
    return names.means_more(said, ask.code, ask.region) or names.fits_more(
        act_and_thing(said), ask.code, ask.region
    )


def _named(ask: Ask, text: str, shape: Shape, random: Random | None = None) -> Name:
    """A name with its situation beside it where that must be said and the name does not say it."""
    return Name(
        text=text,
        shape=shape,
        situation=told_beside(ask, text, random),
        tells_situation=ask.situation is not None and fold(ask.situation) in fold(text),
    )


def _usable_aliases(base: Published, ask: Ask) -> tuple[str, ...]:
    """Aliases that mean this item only, and are more than a keyword of its name."""
    if not ask.code:
        return ()
    own = fold(ask.name)
    return tuple(
        alias
        for alias in (without_marks(each) for each in base.aliases(ask.code, ask.situation))
        if len(alias) >= _SHORTEST_ALIAS
        and not (fold(alias) in own and len(fold(alias)) < len(own) * _OWN_SHARE)
        and not base.names.called(alias, but=ask.code, region=ask.region)
        and not base.names.means_more(alias, ask.code, ask.region)
    )


def _is_general(ask: Ask, alias: str) -> bool:
    """Whether an alias says no more than the item's name does, so that the situation is open."""
    bare = alias.lstrip(words("names")["short_verbs"])
    return fold(bare) in fold(ask.name)


def _tells_apart(base: Published, ask: Ask, text: str) -> bool:
    """Whether the situation beside a name that several items share means this item only."""
    if ask.situation is None:
        return False
    situation = fold(ask.situation)
    if situation in fold(text):
        return False
    return not base.names.fits_more((text, ask.situation), ask.code, ask.region)
