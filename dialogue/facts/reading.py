"""Reading the facts off a text: each kind by its own pattern, the longest readings first."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from dialogue.facts.fact import Fact, FactKind
from kb.values.numbers import NUMERAL, to_decimal

_DASHES = re.compile("[—–―‐‑−~〜]+")
_SPACES = re.compile(r"[^\S\n]+")
_HAN = "\u4e00-\u9fff"
_NOON = 12
_TEXTS_KEPT = 8192
_USED = "\x00"  # stands where a fact was read, so that no second one is read out of it


def folded(text: str) -> str:
    """Narrow forms, one kind of dash, no white space but line ends."""
    return _DASHES.sub("-", _SPACES.sub("", unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=_TEXTS_KEPT)
def facts_in(text: str) -> tuple[Fact, ...]:
    """Every fact of a folded text; regions are left to who knows their names."""
    found: list[Fact] = []
    for pattern, read in _readers():
        spans = []
        for match in pattern.finditer(text):
            if facts := tuple(read(match)):
                found += facts
                spans.append(match.span())
        for start, end in reversed(spans):
            text = text[:start] + _USED * (end - start) + text[end:]
    return (*found, *_names(text))


Read = Callable[[re.Match[str]], Iterator[Fact]]


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("dialogue").joinpath("data/facts.toml").read_text("utf-8"))


@cache
def _units() -> dict[str, str]:
    """Every way to write a unit → the one way in which it is compared."""
    return {word: unit for unit, words in _words()["units"].items() for word in (unit, *words)}


@cache
def _readers() -> tuple[tuple[re.Pattern[str], Read], ...]:
    unit = "|".join(sorted(map(re.escape, _units()), key=len, reverse=True))
    free = "|".join(map(re.escape, _words()["free"]["words"]))
    clock = r"(?:上午|下午|晚上|中午|早上|晚)?\d{1,2}(?::\d{2}|[点时](?:半|\d{1,2}分?)?)(?!\d)"
    weekday = "(?:周|星期|礼拜)[一二三四五六日天末]"
    return (
        (re.compile(r"https?://[^\s,。;、)\"”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _web),
        (re.compile(r"(\d{4})(?:年|-|/|\.)(\d{1,2})(?:月|-|/|\.)(\d{1,2})日?(?!\d)"), _date),
        (re.compile(r"(\d{4})年(\d{1,2})月()"), _date),
        (re.compile(r"()(?<!\d)(\d{1,2})月(\d{1,2})[日号]"), _date),
        (re.compile(rf"({clock})(?:(?:-|至|到)({clock}))?"), _time),
        (re.compile(rf"({weekday})(?:(?:-|至|到)({weekday}|[一二三四五六日天]))?"), _weekday),
        (re.compile(r"(?<![\d.])(?:\(?0\d{2,3}\)?-?)?\d{7,8}(?:-\d{1,6})?(?![\d.])"), _phone),
        (re.compile(r"(?<![\d.])(?:1\d{10}|400-?\d{3}-?\d{4})(?!\d)"), _phone),
        (re.compile(free), _free),
        (re.compile(rf"(?<!第)({NUMERAL})(?:(?:-|至|到)({NUMERAL}))?个?({unit})"), _number),
        (re.compile(r"()()\d[\d.,]*"), _bare),
    )


def _web(match: re.Match[str]) -> Iterator[Fact]:
    yield Fact(kind=FactKind.WEB, value=match[0].rstrip("/.").lower(), said=match[0])


def _date(match: re.Match[str]) -> Iterator[Fact]:
    """A whole date counts as its month and day too, so that a reply may leave out the year."""
    year, month, day = (part.zfill(2) if part else "" for part in match.groups())
    yield Fact(kind=FactKind.DATE, value=f"{year}-{month}-{day}", said=match[0])
    if year and day:
        yield Fact(kind=FactKind.DATE, value=f"-{month}-{day}", said=match[0])


def _time(match: re.Match[str]) -> Iterator[Fact]:
    times = [_clock(part) for part in match.groups() if part]
    if len(times) > 1 and times[1] < times[0]:  # 「下午1点半到5点」
        times[1] = _clock(f"下午{match[2]}")
    for value in (*times, *(["-".join(times)] if len(times) > 1 else [])):
        yield Fact(kind=FactKind.TIME, value=value, said=match[0])


def _clock(written: str) -> str:
    hour, minute = [*re.findall(r"\d+", written), "30" if "半" in written else "0"][:2]
    later = written.startswith(("下午", "晚")) and int(hour) < _NOON
    return f"{int(hour) + _NOON * later:02}:{int(minute):02}"


def _weekday(match: re.Match[str]) -> Iterator[Fact]:
    days = [part[-1].replace("天", "日") for part in match.groups() if part]
    if len(days) > 1:
        week = "一二三四五六日"
        days = list(week[week.find(days[0]) : week.find(days[1]) + 1]) or days
    for day in "六日" if days == ["末"] else days:
        yield Fact(kind=FactKind.WEEKDAY, value=day, said=match[0])


def _phone(match: re.Match[str]) -> Iterator[Fact]:
    yield Fact(kind=FactKind.PHONE, value=re.sub(r"\D", "", match[0]), said=match[0])


def _free(match: re.Match[str]) -> Iterator[Fact]:
    yield Fact(kind=FactKind.FREE, value="", said=match[0])


def _number(match: re.Match[str]) -> Iterator[Fact]:
    unit = _units()[match[3]]
    for written in match.groups()[:2]:
        if written and (value := to_decimal(written)) is not None:
            plain = f"{value.normalize():f}"
            yield Fact(kind=FactKind.NUMBER, value=f"{plain}{unit}", said=match[0])


def _bare(match: re.Match[str]) -> Iterator[Fact]:
    said = match[0].rstrip(".,")
    yield Fact(kind=FactKind.NUMBER, value=said.replace(",", ""), said=said)


@cache
def _name_patterns() -> tuple[tuple[FactKind, re.Pattern[str]], ...]:
    def ending(words: list[str]) -> re.Pattern[str]:
        ends = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        return re.compile(rf"[{_HAN}]{{1,2}}(?:{ends})")

    names = _words()["names"]
    return (
        (FactKind.DOCUMENT, re.compile(r"(?<=《)[^》\x00\x01]+(?=》)")),
        (FactKind.DOCUMENT, ending(names["documents"])),
        (FactKind.PLACE, ending(names["places"])),
    )


def _names(text: str) -> Iterator[Fact]:
    """The ends of names: what stands before 「证」 or 「路」 is what tells one from another."""
    for kind, pattern in _name_patterns():
        for match in pattern.finditer(text):
            yield Fact(kind=kind, value=match[0], said=match[0])
