"""Situations that differ by whether there is something: 「我们小区没有物业的」."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import permutations

from retriever.tokens import normalise

_NOT = re.compile(r"(?:没|不采用|不|无|未)$")
_SAID_NOT = re.compile(r"(?:没|不|无|未)[^,。?!]{0,2}$")
_HAVING = re.compile("^(?:有|的|了)+|(?:的|了)+$")
_SHORTEST = 2  # characters of what there is or is not


def told_by_having(words: str, among: Sequence[str]) -> str | None:
    """The situation that words are about, of two of which one is the other's opposite.

    有物业服务的小区 and 没有物业服务的楼院: 「没物业」 is the latter, 「小区有物业」 the former.
    """
    names = {each: normalise(each) for each in among}
    for without, with_ in permutations(among, 2):
        thing = _lacking(names[without], names[with_])
        at = words.find(thing) if thing else -1
        if at >= 0:
            return without if _SAID_NOT.search(words[:at]) else with_
    return None


def _lacking(without: str, with_: str) -> str:
    """What one name says there is and the other that there is not; the first word of it."""
    same = SequenceMatcher(None, without, with_, autojunk=False).find_longest_match()
    common = without[same.a : same.a + same.size]
    if not _NOT.search(without[: same.a]) or _NOT.search(with_[: same.b]):
        return ""
    thing = _HAVING.sub("", common)[:_SHORTEST]
    return thing if len(thing) == _SHORTEST else ""
