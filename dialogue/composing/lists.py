"""Long lists: how much of one is shown at once, and that it says so."""

from dataclasses import dataclass

from dialogue.composing.scene import Scene
from dialogue.wording import wording
from kb.elements import Element
from kb.values.numbering import split_items

# On a telephone about a screen of text: all that is asked for by name nearly always fits; of an
# overview of several elements each takes its share.
_ASKED_FOR, _IN_OVERVIEW = 12, 5
_LISTS = (Element.MATERIALS, Element.PROCEDURE, Element.CONDITIONS, Element.PLACE)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is shown of a list; `said` tells of how many, `upto` is the item up to which was told."""

    text: str
    said: str | None = None
    upto: int | None = None


def shown(element: Element, text: str, scene: Scene, *, overview: bool) -> Shown:
    """An element as it is read: whole, or its first items, or those that were left out before."""
    items = text.splitlines()
    if element not in _LISTS or len(items) != len(split_items(text)):
        return Shown(text=text)
    say, asked, total = wording().answer, scene.asked, len(items)
    told = dict(scene.state.cut).get(element)
    if asked.rest and told is not None:
        left = items[told:]
        return Shown(
            text="\n".join(left), said=say["list_rest"].format(total=total, shown=len(left))
        )
    most = _IN_OVERVIEW if overview else _ASKED_FOR
    if asked.whole or total <= most + 1:  # to leave out one alone spares nothing
        return Shown(text=text)
    return Shown(
        text="\n".join(items[:most]),
        said=say["list_cut"].format(total=total, shown=most),
        upto=most,
    )
