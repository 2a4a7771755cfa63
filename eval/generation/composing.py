"""A plain question in one of three registers: official, everyday or northern."""

import re
from collections.abc import Sequence
from enum import StrEnum
from random import Random

from eval.generation.asks import Ask, Told
from eval.generation.base import Published
from eval.generation.naming import Name, everyday_name, official_name
from eval.generation.short_forms import Shape
from eval.generation.utterance import Piece, Role, Utterance
from eval.generation.words import words

_SLOT = re.compile(r"\{(where|do|item)\}")
_IS_DONE = re.compile("办(?![理公结事证])")
_FRONTED = 0.3  # share of questions that say the region in a clause of its own
_SITUATION_FIRST = 0.5
_NOUN_FOLLOWS = ("的", "窗口", "那", "投诉电话", "对", "是", "这")
_WHOLE_PATH = 0.3  # share of official questions that write the region from the city down


class Register(StrEnum):
    """语体: how formally people speak, and where they come from."""

    OFFICIAL = "official"
    EVERYDAY = "everyday"
    NORTHERN = "northern"


def compose(
    base: Published,
    ask: Ask,
    register: Register,
    random: Random,
    *,
    templates: Sequence[str] | None = None,
) -> Utterance | None:
    """Put a question into words; None where the item has no name that means it alone.

    Args:
        base: what is published.
        ask: what is asked.
        register: how formally.
        random: all chance there is.
        templates: to choose from, instead of those that ask for the element.
    """
    official = register is Register.OFFICIAL
    name = (official_name if official else everyday_name)(base, ask, random)
    if name is None:
        return None
    template = _template(templates or words("questions")[ask.element][register], name, random)
    region = spoken_region(base, ask, register, random)
    where = words("regions")[register]
    # 「广东广东省立图书馆」 nobody says; 「我在广东，广东省立图书馆」 one does.
    doubled = bool(base.regions_named(name.text))
    fronted = region is not None and (
        doubled or "{where}" not in template or random.random() < _FRONTED
    )
    pieces: list[Piece] = []
    if region is not None and fronted:
        pieces += _filled(random.choice(where["front"]), "{r}", region, Role.REGION)
    about = name.doing(official=official) if "{do}" in template else name.text
    case, front = _situation(name, register, random)
    if front:
        pieces += case
    place = _place(template)
    adverb = (
        []
        if region is None or fronted
        else _filled(random.choice(where[place]), "{r}", region, Role.REGION)
    )
    named = False  # the piece before is the item
    for part in _SLOT.split(template):
        match part:
            case "where":
                pieces += adverb
            case "do" | "item":
                pieces.append(Piece(text=about, role=Role.ITEM))
                if not front:
                    pieces += case
                named = True
            case _:
                asking = part if official else _asked_of(about, part)
                joined = _joined(asking, name) if named else asking
                pieces.append(Piece(text=joined, role=Role.ASKING))
                named = False
    return Utterance(pieces=tuple(piece for piece in pieces if piece.text), name=name)


def spoken_region(
    base: Published, ask: Ask, register: Register, random: Random, *, short: bool = False
) -> str | None:
    """The region as it is said, always so that it can mean no other; None where it is not said."""
    if ask.city is not None:
        return ask.city + ("市" if register is Register.OFFICIAL else "")
    if ask.told is not Told.SAID or ask.region is None:
        return None
    path = base.regions.path(ask.region)
    full = path[-1]
    city = "".join(path[-2:])
    if register is Register.OFFICIAL and random.random() < _WHOLE_PATH:
        forms = [city, full]
    elif register is Register.OFFICIAL:
        forms = [full, city]
    else:
        brief = [_brief(full)] if short or random.random() < 1 / 2 else []
        forms = [*brief, full, "".join(map(_brief, path[-2:])), city]
    return next((form for form in forms if _means(base, form, ask.region)), "".join(path))


def _brief(name: str) -> str:
    rules = words("regions")["short"]
    if name.endswith(tuple(rules["keep"])):
        return name
    shorter = re.sub(r"(?:自治州|街道|省|市|区|县|镇|乡)$", "", name)
    hangs = len(shorter) < rules["fewest"] or shorter.endswith(tuple(rules["hanging"]))
    return name if hangs else shorter


def _means(base: Published, name: str, code: str) -> bool:
    """Whether a name can mean this region only, or those above it that are written with it."""
    return all(each in base.line(code) for each in base.regions_named(name)) and code in (
        base.regions_named(name)
    )


def _template(templates: Sequence[str], name: Name, random: Random) -> str:
    if name.shape is Shape.CLAUSE:
        templates = [each for each in templates if "{item}" in each]
    return random.choice(templates)


def _place(template: str) -> str:
    """Where the region comes to stand: at the start, before a verb, or before a name."""
    before, _, after = template.partition("{where}")
    if not before or before[-1] in "，。？":
        return "start" if "{do}" in after[:4] else "name"
    return "verb" if after.startswith("{do}") else "name"


def _asked_of(about: str, asking: str) -> str:
    """What is only looked up is asked about with 查: 个人能查吗, not 个人能办吗."""
    return _IS_DONE.sub("查", asking) if about.startswith("查") else asking


def _joined(asking: str, name: Name) -> str:
    """What follows a clause (身份证丢了) is set off from it: 「，要带什么」, 「这种情况的…」."""
    if name.shape is not Shape.CLAUSE or asking.startswith(("，", "。", "？")):
        return asking
    return f"这种情况{asking}" if asking.startswith(_NOUN_FOLLOWS) else f"，{asking}"


def _situation(name: Name, register: Register, random: Random) -> tuple[list[Piece], bool]:
    """The situation in words, and whether it comes before the question."""
    if name.situation is None:
        return [], False
    ways = words("regions")["situations"][register]
    front = name.shape is Shape.CLAUSE or (
        register is not Register.OFFICIAL and random.random() < _SITUATION_FIRST
    )
    template = random.choice(ways["front" if front else "behind"])
    return _filled(template, "{s}", name.situation, Role.SITUATION), front


def _filled(template: str, slot: str, text: str, role: Role) -> list[Piece]:
    before, _, after = template.partition(slot)
    return [
        Piece(text=before, role=Role.FRAME),
        Piece(text=text, role=role),
        Piece(text=after, role=Role.FRAME),
    ]
