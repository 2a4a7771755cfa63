"""Long lists: how much of one is shown at once, and that it says so."""

import re
from dataclasses import dataclass

from dialogue.composing.scene import Scene
from dialogue.understanding import Signal
from dialogue.wording import wording
from kb.elements import Element
from kb.values.numbering import split_items

# On a telephone about a screen of text: all that is asked for by name nearly always fits; of an
# overview of several elements each takes its share.
_ASKED_FOR, _IN_OVERVIEW = 12, 5
# What is listed with semicolons is a list; only where nothing is are sentences told one by one.
_ITEM, _SENTENCE = re.compile(r"[^；;]+[；;]?"), re.compile(r"[^。]+。?")
_LISTED = re.compile("[；;]")
_FEWEST = 2
_POINTS, _LONG = 3, 50  # fewer points in fewer characters are plain as they stand
LISTS = (Element.MATERIALS, Element.PROCEDURE, Element.CONDITIONS, Element.PLACE)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is shown of a list; `said` tells of how many, `upto` is the item up to which was told."""

    text: str  # word for word
    said: str | None = None  # above it
    upto: int | None = None


def _in_points(text: str) -> Shown | None:
    """Long sentences one to a line: 「没看懂，说简单点」; None where they stand so already."""
    part = _ITEM if _LISTED.search(text) else _SENTENCE
    points = [each for line in text.splitlines() for each in part.findall(line)]
    is_short = len(points) < _POINTS and len(text) <= _LONG
    if is_short or len(points) <= len(text.splitlines()):
        return None
    return Shown(text="\n".join(f"· {each}" for each in points), said=wording().answer["plainer"])


def shown(element: Element, text: str, scene: Scene, *, overview: bool) -> Shown:
    """An element as it is read: whole, or its first items, or those that were left out before."""
    plainer = scene.asked.understood.signal is Signal.PLAINER
    if plainer and (points := _in_points(text)) is not None:
        return points
    items = text.splitlines()
    if element not in LISTS or len(items) < _FEWEST or len(items) != len(split_items(text)):
        return Shown(text=text)
    say, asked, total = wording().answer, scene.asked, len(items)
    told = dict(scene.state.cut).get(element)
    if asked.rest and told is not None:
        left = items[told:]
        return Shown(
            text="\n".join(left),
            said=say["list_rest"].format(total=total, shown=len(left)),
        )
    most = _IN_OVERVIEW if overview else _ASKED_FOR
    if asked.whole or total <= most + 1:  # to leave out one alone spares nothing
        return Shown(text=text)
    return Shown(
        text="\n".join(items[:most]),
        said=say["list_cut"].format(total=total, shown=most),
        upto=most,
    )
