"""A message with several questions, cut into them; and whether a question names nothing."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from retriever.element_rules import CLAUSE
from retriever.elements import elements_asked, without_asking
from retriever.homophones import by_near_sound
from retriever.patterns import compiled

_SENTENCE = re.compile(r"(?<=[。?!;？！；])")
_CLAUSE = re.compile(r"(?<=[,，])")
_MARKS = ",.;!?、。，；！？…~ "
_NUMBERED = re.compile(r"(?<![\d.])\d{1,2}[.、)](?=[\u4e00-\u9fff])")  # 「1.在哪办 2.要什么材料」
_SEVERAL = 2
_A_NAME = 4  # characters, at the least, by which something new is named
_LONGEST = 200  # characters: a longer message is a story, which is read as a whole


def questions_in(text: str) -> tuple[str, ...]:
    """The questions of a normalised message, in order; most have one.

    A part is a question of its own where it names a matter that the one before does not: 「身份证丢了去哪
    补？还有护照过期了咋办」, or where it goes over to something that is named at some length: 「另外，申请辅助器
    具要什么材料」. 「多少钱？」 behind a question belongs to it.
    """
    if len(text) > _LONGEST:
        return (text,)
    found: list[str] = []
    matters: set[str] = set()
    parts = _parts(text)
    led_over = False  # by 「还有」, some words before
    for number, part in enumerate(parts):
        named = _matters(part)
        led_over = led_over or _words().led.sub("", part) != part
        new = named and matters and not any(_alike(a, b) for a in named for b in matters)
        new = new or (led_over and bool(found) and _is_new(parts[number:], found[-1]))
        # After a comma one may go on to tell: 「社保卡怎么补，护照在身边」.
        told = bool(found) and found[-1].endswith((",", "，")) and not _asks_or_likewise(part)
        if found and (not new or told or not _asks(found[-1])):
            # What is told before a question counts no matter, and where it names others too it would
            # only be searched for with it: 「身份证和社保卡都没了，补身份证多少钱」.
            before = _asks(found[-1])
            drowned = not before and _asks(part) and named and _others(matters, named)
            matters = matters | named if before or not named else named
            found[-1] = part if drowned else found[-1] + part
        else:
            found.append(part)
            matters, led_over = named, False
        led_over = led_over and part.endswith((",", "，"))
    return tuple(_words().led.sub("", each) for each in found) or (text,)


def leads_over(text: str) -> bool:
    """Whether a normalised message begins by going over to another question: 「再问下换护照呢」."""
    return _words().led.match(text) is not None


def without_numbers(text: str) -> str:
    """A normalised text whose questions were numbered, each a sentence of its own."""
    if len(_NUMBERED.findall(text)) < _SEVERAL:
        return text
    return _NUMBERED.sub(lambda match: "。" if match.start() else "", text)


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a normalised text, each with its mark."""
    return tuple(filter(None, _SENTENCE.split(text)))


def matter_of(text: str) -> str:
    """A normalised text less what leads over to its matter: 「先不说这个，护照换发多少钱」."""
    words = _words()
    clauses = [match[0] for match in CLAUSE.finditer(text)]
    while len(clauses) > 1 and words.preambles.fullmatch(clauses[0].rstrip(_MARKS)):
        clauses.pop(0)
    kept = [each for each in clauses if not words.asides.fullmatch(each.strip(_MARKS))]
    clauses = kept or clauses
    left = words.led.sub("", words.pointing.sub("", "".join(clauses)))
    left = words.offices.sub("", left)
    return left or text


def without_where(text: str) -> str:
    """A normalised text, without its regions, less what is only said to be there."""
    return _words().located.sub("", text)


def without_days(text: str) -> str:
    """A normalised text less the days and hours that it asks about."""
    return _words().days.sub("", text) or text


def names_nothing(text: str) -> bool:
    """Whether nothing but asking words is left of a text (without regions and days)."""
    rest = _words().filler.sub("", without_asking(text))
    return not rest


def matters_in(text: str) -> set[str]:
    """The well-known matters that a normalised text names."""
    return _matters(text)


@cache
def matters_by_sound() -> Mapping[tuple[str, ...], str]:
    """The well-known matters by how they sound."""
    path = files("dialogue").joinpath("data/understanding/splitting.toml")
    names: list[str] = tomllib.loads(path.read_text("utf-8"))["matters"]
    return by_near_sound(names)


def without_papers(text: str, *, told: bool = False) -> str:
    """A normalised text less the papers that are to be had or brought along: 「要带户口本不」.

    Args:
        text: it.
        told: whether it asks nothing: then what is told to be had is left out too (「有居住证」).
    """
    words = _words()
    for match in reversed(list(words.papers.finditer(text))):
        before, after = text[: match.start()], text[match.end() :]
        lacking = words.lacking.search(before + match[0] + after)
        lacks = lacking is not None and lacking.end() == match.start()
        had = told and words.told.search(before) is not None
        if had or lacks or words.to_bring.search(before) or words.brought.match(after):
            text = f"{before} {after}"
    return text


def _asks(part: str) -> bool:
    return bool(elements_asked(part))


def _asks_or_likewise(part: str) -> bool:
    return _asks(part) or _words().likewise.search(part) is not None


def _is_new(parts: Sequence[str], before: str) -> bool:
    """Whether words that were led over to name something that was not named before, and ask."""
    words = _words()
    led = words.led.sub("", parts[0])
    if words.to_bring.search(led) or not any(_asks(each) for each in parts):
        return False
    name = words.filler.sub("", without_asking(led))
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    known = sum(pair in before for pair in pairs)
    return len(name) >= _A_NAME and known <= len(pairs) / 2


def _others(told: set[str], asked: set[str]) -> bool:
    return any(not any(_alike(a, b) for b in asked) for a in told)


def _alike(one: str, other: str) -> bool:
    return one in other or other in one


def _matters(part: str) -> set[str]:
    """The matters that a part names, less what is told of oneself (「我有公积金」) or to be brought."""
    words = _words()
    part = words.led.sub("", part)
    found = (
        match
        for match in words.matters.finditer(part)
        if not words.told.search(part[: match.start()])
        and not words.to_bring.search(part[: match.start()])
        and not words.brought.match(part[match.end() :])
    )
    return {match[0] for match in found}


def _parts(text: str) -> list[str]:
    """Sentences, cut again at commas and before words that go over to something else."""
    parts: list[str] = []
    for sentence in _SENTENCE.split(text):
        for clause in _CLAUSE.split(sentence):
            starts = [0, *(match.start() for match in _words().connectors.finditer(clause)), None]
            for part in filter(None, (clause[a:b] for a, b in pairwise(starts))):
                led_over = parts and not _words().led.sub("", parts[-1])
                if led_over:  # 「还有，办护照要多少钱」
                    parts[-1] += part
                else:
                    parts.append(part)
    return parts


@dataclass(frozen=True, kw_only=True)
class _Words:
    connectors: re.Pattern[str]
    matters: re.Pattern[str]
    papers: re.Pattern[str]
    told: re.Pattern[str]
    to_bring: re.Pattern[str]
    brought: re.Pattern[str]
    lacking: re.Pattern[str]
    likewise: re.Pattern[str]
    led: re.Pattern[str]
    preambles: re.Pattern[str]
    asides: re.Pattern[str]
    pointing: re.Pattern[str]
    days: re.Pattern[str]
    offices: re.Pattern[str]
    located: re.Pattern[str]
    filler: re.Pattern[str]


@cache
def _words() -> _Words:
    path = files("dialogue").joinpath("data/understanding/splitting.toml")
    table: dict[str, list[str]] = tomllib.loads(path.read_text("utf-8"))
    matters = sorted(table["matters"], key=len, reverse=True)
    return _Words(
        connectors=_one(table["connectors"]),
        led=re.compile(f"^(?:{_one(table['connectors']).pattern})[,、]*"),
        told=re.compile(f"(?:{_one(table['told']).pattern})$"),
        to_bring=re.compile(f"(?:{_one(table['to_bring']).pattern})$"),
        brought=_one(table["brought"]),
        lacking=_one(table["lacking"]),
        likewise=_one(table["likewise"]),
        matters=re.compile("|".join(map(re.escape, matters))),
        papers=re.compile("|".join(map(re.escape, (*table["papers"], *matters)))),
        preambles=_one(table["preambles"]),
        asides=_one(table["asides"]),
        pointing=_one(table["pointing"]),
        days=_one(table["days"]),
        offices=_one(table["offices"]),
        located=_one(table["located"]),
        filler=_one(table["filler"]),
    )


def _one(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(each.pattern for each in compiled(patterns, {})))
