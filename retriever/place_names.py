"""Places of the country that a base may not know, from the tokenizer's dictionary: 济南, 南开区.

A name with 省, 市, 区 or 县 counts as it stands; a short one (济南) where the dictionary has its city
or province too (济南市). `data/places.toml` takes out what is no place in a citizen's mouth.
"""

import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files

from retriever.tokens import normalise, tagged_words, words_of

_PLACE = "ns"
_ENDS = ("省", "市", "区", "县", "旗", "州", "盟")
_OUTER = ("省", "市", "自治区", "地区")
_FEWEST = 3  # characters of a name with its ending

Span = tuple[int, int]


@cache
def place_names() -> frozenset[str]:
    """All names, as normalised text has them."""
    tagged = tagged_words(_PLACE)
    whole = {name for name in tagged if len(name) >= _FEWEST and name.endswith(_ENDS)}
    short = {name for name in tagged if any(name + outer in tagged for outer in _OUTER)}
    text = files("retriever").joinpath("data/places.toml").read_text("utf-8")
    return frozenset(map(normalise, (whole | short).difference(tomllib.loads(text)["not_places"])))


def places_in(text: str, known: Collection[str] = ()) -> tuple[Span, ...]:
    """Where a normalised text names such places that are not among the known names."""
    names = place_names()
    found: list[Span] = []
    at = 0
    for word in words_of(text):
        if word in names and word not in known:
            found.append((at, at + len(word)))
        at += len(word)
    return tuple(found)
