"""Places of the country that a base may not know, from the tokenizer's dictionary: 济南, 南开区.

A name with 省, 市, 区 or 县 counts as it stands; a short one (济南) where the dictionary has its city
or province too (济南市). `data/places.toml` takes out what is no place in a citizen's mouth, and adds
the cities that the dictionary lacks or takes for people and things (烟台, 唐山).
"""

import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files

from retriever.tokens import normalise, tagged_words, words_of

_PLACE = "ns"
_ENDS = ("省", "市", "区", "县", "旗", "州", "盟")
_OUTER = ("省", "市", "自治区", "地区")
_FEWEST = 3  # characters of a name with its ending
_LONGEST = 6  # characters of a name that the dictionary may cut in pieces

Span = tuple[int, int]


@cache
def place_names() -> frozenset[str]:
    """All names, as normalised text has them."""
    tagged = tagged_words(_PLACE)
    whole = {name for name in tagged if len(name) >= _FEWEST and name.endswith(_ENDS)}
    short = {name for name in tagged if any(name + outer in tagged for outer in _OUTER)}
    text = files("retriever").joinpath("data/places.toml").read_text("utf-8")
    told = tomllib.loads(text)
    return frozenset(
        map(normalise, (whole | short).difference(told["not_places"]).union(told["also"]))
    )


def places_in(text: str, known: Collection[str] = ()) -> tuple[Span, ...]:
    """Where a normalised text names such places that are not among the known names."""
    names = place_names()
    words = words_of(text)
    found: list[Span] = []
    at = word = 0
    while word < len(words):
        taken = _pieces(words[word:], names)
        name = "".join(words[word : word + taken])
        if name in names and name not in known:
            found.append((at, at + len(name)))
        at += len(name)
        word += taken
    return tuple(found)


def _pieces(words: Sequence[str], names: Collection[str]) -> int:
    """How many of the first words make up one name, the longest; one where they make up none."""
    for count in range(min(len(words), _LONGEST), 1, -1):
        joined = "".join(words[:count])
        if len(joined) <= _LONGEST and joined in names:
            return count
    return 1
