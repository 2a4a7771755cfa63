"""From the wire to the screen: a turn as an utterance, a tree of regions as places."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from api.schemas import Citation, HandOff, RegionNode, Turn
from tui.chat.talk import Talk
from tui.conversation.utterance import Choice, Side, Source, Utterance
from tui.words import SlotName, words

_NONE_OF_THESE_KEY = "0"
_MOST_KEYS = 9
_MINUTE_S = 60


@dataclass(frozen=True, kw_only=True)
class Place:
    """A region as it can be chosen: by its code, read by its path."""

    code: str
    name: str
    path: str


def places(nodes: Iterable[RegionNode], above: str = "") -> Iterator[Place]:
    """All regions of a tree, each before those below it."""
    for node in nodes:
        path = f"{above} {node.name}".strip()
        yield Place(code=node.code, name=node.name, path=path)
        yield from places(node.children, path)


def slot_told(slot: SlotName, talk: Talk, known: Iterable[Place]) -> str | None:
    """What a slot holds, in words; None: nothing."""
    value = talk.value_of(slot)
    if value is None:
        return None
    if slot == "item":
        return talk.item_names.get(value, value)
    if slot == "region":
        return next((each.name for each in known if each.code == value), value)
    if slot == "audience":
        return {str(name): told for name, told in words().audiences.items()}.get(value, value)
    return value


def utterance(turn: Turn, region_names: Mapping[str, str]) -> Utterance:
    """The reply of a turn."""
    say = words().conversation
    sources = tuple(_source(each, region_names) for each in _cited(turn))
    label = ""
    if turn.machine_made:
        label = say["made" if sources else "made_without_source"]
    return Utterance(
        side=Side.ASSISTANT if turn.machine_made else Side.OPERATOR,
        text=turn.text,
        label=label,
        sources=sources,
        options=_options(turn),
        suggestions=tuple(Choice(id=each, label=each) for each in turn.suggestions),
    )


def handoff_banner(handoff: HandOff) -> str:
    """Where a hand-over stands, in one line."""
    say, states = words().handoff, words().handoff_states
    told = [say["banner"].format(state=states.get(handoff.state, states["other"]))]
    if handoff.position is not None:
        told.append(say["position"].format(n=handoff.position) if handoff.position else say["next"])
    if handoff.expected_wait_s is not None:
        minutes = round(handoff.expected_wait_s / _MINUTE_S)
        told.append(say["wait_minutes"].format(n=minutes) if minutes > 1 else say["wait_soon"])
    return " · ".join(told)


def _options(turn: Turn) -> tuple[Choice, ...]:
    """Numbered from 1; what means none of them has 0."""
    none = words().conversation["none_of_these"]
    numbers = iter(range(1, len(turn.options) + 1))
    options = []
    for option in turn.options:
        if option.label == none:
            key: str | None = _NONE_OF_THESE_KEY
        else:
            number = next(numbers)
            key = str(number) if number <= _MOST_KEYS else None
        options.append(Choice(id=option.id, label=option.label, key=key))
    return tuple(options)


def _cited(turn: Turn) -> list[Citation]:
    """Every citation once, in the order of the answers."""
    cited = [citation for answer in turn.answers for citation in answer.citations]
    return list({(each.entry_id, each.quote): each for each in cited}.values())


def _source(citation: Citation, region_names: Mapping[str, str]) -> Source:
    say = words().sources
    element = words().elements.get(citation.element or "")
    title = say["guide_element" if element else "guide"].format(name=citation.name, element=element)
    region = say["everywhere"]
    if citation.region is not None:
        region = region_names.get(citation.region, citation.region)
    verified = say["not_stated"]
    if (day := citation.verified_on) is not None:
        verified = say["date"].format(y=day.year, m=day.month, d=day.day)
    rows = [
        (say["agency"], citation.agency or say["not_stated"]),
        (say["region"], region),
        (say["version"], say["version_number"].format(n=citation.version)),
        (say["verified"], verified),
    ]
    if citation.url is not None:
        rows.append((say["url"], citation.url))
    return Source(title=title, rows=tuple(rows), quote=f"{say['quote']}：{citation.quote}")
