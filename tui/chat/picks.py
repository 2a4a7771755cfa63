"""What can be picked for each slot."""

from collections.abc import Sequence

from tui.chat.gateway import Gateway
from tui.chat.picker import Find, Pick
from tui.chat.showing import Place
from tui.chat.talk import Talk
from tui.words import SlotName, words


def finder(slot: SlotName, talk: Talk, gateway: Gateway, places: Sequence[Place]) -> Find:
    """How to find what `slot` may hold, for what is typed."""
    item, region = talk.value_of("item"), talk.value_of("region")

    async def items(typed: str) -> list[Pick]:
        if not typed:
            return []
        return [Pick(value=code, label=name) for code, name in await gateway.items(typed, region)]

    async def situations(typed: str) -> list[Pick]:
        if item is None:
            return []
        _, named = await gateway.situations(item, region)
        return [Pick(value=each, label=each) for each in named if _fits(each, typed)]

    async def regions(typed: str) -> list[Pick]:
        return [
            Pick(value=each.code, label=each.path) for each in places if _fits(each.path, typed)
        ]

    async def audiences(typed: str) -> list[Pick]:
        named = words().audiences.items()
        return [Pick(value=value, label=label) for value, label in named if _fits(label, typed)]

    finders: dict[SlotName, Find] = {
        "item": items,
        "situation": situations,
        "region": regions,
        "audience": audiences,
    }
    return finders[slot]


def _fits(label: str, typed: str) -> bool:
    """Whether every word typed stands in the label."""
    return all(word in label for word in typed.split())
