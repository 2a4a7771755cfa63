"""Of whom of their family citizens speak, and who of them has died."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from dialogue.understanding.sayings import without_sayings
from retriever.patterns import compiled

ANYBODY = "anybody"
_CLAUSE = re.compile(r"[^,，。;；?？!！]+")
_DEAD = re.compile(
    "去世|过世|病故|死亡|(?<![气急累烦热冷冻饿渴困吓笑疼愁忙丑难])死了|死者"
)  # not 「气死了」


def kin_in(text: str) -> frozenset[str]:
    """Who is named in a normalised text: `father`, `spouse` …, or `anybody`: 他."""
    return frozenset(who for who, named in _kin().items() if named.search(text))


def without_kin(text: str) -> str:
    """A normalised text less the names of people: 「我老婆帮我去」."""
    for named in _kin().values():
        text = named.sub(" ", text)
    return text


def dead_in(text: str) -> frozenset[str]:
    """Who is said in a normalised text to have died; `anybody` where it is not said who."""
    clauses = map(without_sayings, _CLAUSE.findall(text))
    dead = frozenset(
        who for each in clauses if _DEAD.search(each) for who in kin_in(each) or {ANYBODY}
    )
    return dead - {ANYBODY} or dead  # 「老父亲走了,在家走的」 is told of one


@cache
def _kin() -> Mapping[str, re.Pattern[str]]:
    path = files("dialogue").joinpath("data/understanding/kin.toml")
    table: dict[str, list[str]] = tomllib.loads(path.read_text("utf-8"))
    return {
        who: re.compile("|".join(each.pattern for each in compiled(names, {})))
        for who, names in table.items()
    }
