"""Reading opening hours out of their text: whole, or not at all."""

import re
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from unicodedata import normalize

from dialogue.opening.calendar import DayKind

_DAYS = "一二三四五六日"
_ORDINALS = "一二三四五"
_DAY = r"(?:周|星期|礼拜)?[一二三四五六日天]"
_CLOCK = r"(?:上午|中午|下午|晚上)?(?:[01]?\d|2[0-3])(?::|点|时)(?:[0-5]\d分?|半)?"
_DASH = r"[-—–―~～至到]+"
_SPAN = re.compile(rf"(?P<start>{_CLOCK}){_DASH}(?P<end>{_CLOCK})")
_RULE = re.compile(
    rf"(?P<nth>每月第[{_ORDINALS}]个)?"
    rf"(?P<days>(?:周|星期|礼拜)[一二三四五六日天](?:(?:{_DASH}|[、和及]){_DAY})*|每[天日]|全周)?"
    rf"(?:的|:)?(?P<spans>{_SPAN.pattern.replace('?P<start>', '?:').replace('?P<end>', '?:')}"
    rf"(?:[,、和及]*{_SPAN.pattern.replace('?P<start>', '?:').replace('?P<end>', '?:')})*)"
)
_LATE = re.compile(rf"(?P<days>周[一二三四五六日天])延时(?:服务)?至(?P<end>{_CLOCK})")
_NOT_ON_HOLIDAYS = re.compile(
    r"\(?(?:国家)?法定(?:节)?假日(?:及公休日)?(?:除外|不办公|休息|不对外办公)\)?"
)
_NO_BREAK = re.compile(r"(?:午间|中午)不(?:休息?|打烊)")
_SHUT = re.compile(
    rf"(?P<days>(?:周|星期|礼拜)[一二三四五六日天](?:(?:{_DASH}|[、和及]){_DAY})*)"
    r"(?:全天)?(?:闭馆|闭厅|休息|休馆|不办公|不对外办公|不办理|不开放)"
)
_MARKS = re.compile(r"[,;。\s]+")
_NOON, _A_DAY = 12, 24


@dataclass(frozen=True, kw_only=True)
class Span:
    """From when to when it is open on a day."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start.hour}:{self.start:%M}—{self.end.hour}:{self.end:%M}"


@dataclass(frozen=True, kw_only=True)
class _Rule:
    days: frozenset[int]  # 0 is Monday
    spans: tuple[Span, ...]
    nth: int | None = None  # only the n-th such day of a month

    def holds(self, day: date) -> bool:
        nth = (day.day - 1) // 7 + 1
        return day.weekday() in self.days and self.nth in (None, nth)


class Opening(StrEnum):
    """开放情况: whether it is open on a day, as far as the text says."""

    OPEN = "open"
    CLOSED = "closed"
    CLOSED_HOLIDAY = "closed_holiday"
    UNSAID = "unsaid"  # the text says nothing of a day like this one


@dataclass(frozen=True, kw_only=True)
class Hours:
    """办理时间 as rules: what days, from when to when."""

    rules: tuple[_Rule, ...]
    not_on_holidays: bool = False

    def on(self, day: date, kind: DayKind) -> tuple[Opening, tuple[Span, ...]]:
        """Whether it is open on a day, and when.

        A weekend's day that is worked, and a holiday of which the text does not speak, are not
        guessed.
        """
        if kind is DayKind.HOLIDAY:
            return (Opening.CLOSED_HOLIDAY if self.not_on_holidays else Opening.UNSAID), ()
        if kind is DayKind.MADE_UP:
            return Opening.UNSAID, ()
        spans = {span for rule in self.rules if rule.holds(day) for span in rule.spans}
        ordered = tuple(sorted(spans, key=lambda span: span.start))
        return (Opening.OPEN if ordered else Opening.CLOSED), ordered


def read_hours(text: str) -> Hours | None:
    """The rules of a text; None where a word of it was not understood."""
    plain = normalize("NFKC", text).replace(" ", "")
    left = _NO_BREAK.sub("", _NOT_ON_HOLIDAYS.sub("", plain))
    not_on_holidays = _NOT_ON_HOLIDAYS.search(plain) is not None
    rules: list[_Rule] = []
    late: list[tuple[int, time]] = []
    shut: frozenset[int] = frozenset()
    position = 0
    while position < len(left):
        if marks := _MARKS.match(left, position):
            position = marks.end()
        elif match := _SHUT.match(left, position):
            shut |= _weekdays(match["days"])
            position = match.end()
        elif match := _LATE.match(left, position):
            [day] = _weekdays(match["days"])
            late.append((day, _time(match["end"])))
            position = match.end()
        elif match := _RULE.match(left, position):
            rule = _rule(match, rules)
            if rule is None:
                return None
            rules.append(rule)
            position = match.end()
        else:
            return None
    prolonged = tuple(_prolonged(rule, late) for rule in rules)
    whole = tuple(replace(each, days=each.days - shut) for rule in prolonged for each in rule)
    return Hours(rules=whole, not_on_holidays=not_on_holidays) if whole else None


def _rule(match: re.Match[str], before: list[_Rule]) -> _Rule | None:
    spans = tuple(_span(each["start"], each["end"]) for each in _SPAN.finditer(match["spans"]))
    if any(span.start >= span.end for span in spans):
        return None
    if not match["days"]:  # 「…，13:30—17:00」 goes on with the days before
        return _Rule(days=before[-1].days, spans=spans, nth=before[-1].nth) if before else None
    nth = _ORDINALS.index(match["nth"][3]) + 1 if match["nth"] else None
    return _Rule(days=_weekdays(match["days"]), spans=spans, nth=nth)


def _span(start: str, end: str) -> Span:
    """「下午2点—5点」: what is said of the start goes for the end too."""
    opens, closes = _time(start), _time(end)
    if closes < opens and start.startswith(("下午", "晚上")):
        closes = _time(start[:2] + end)
    return Span(start=opens, end=closes)


def _weekdays(text: str) -> frozenset[int]:
    if text.startswith(("每", "全")):
        return frozenset(range(7))
    found: list[int] = []
    for part in re.split("[、和及]", text):
        ends = [_number(each) for each in re.split(_DASH, part)]
        found += range(ends[0], ends[-1] + 1) if ends[0] <= ends[-1] else ends
    return frozenset(found)


def _number(day: str) -> int:
    return _DAYS.index(day[-1].replace("天", "日"))


def _time(clock: str) -> time:
    found = re.search(r"(\d{1,2})(?::|点|时)(\d{2}|半)?", clock)
    assert found is not None
    hour = int(found[1])
    if clock.startswith(("下午", "晚上")) and hour < _NOON:
        hour += _NOON
    return time(hour % _A_DAY, 30 if found[2] == "半" else int(found[2] or 0))


def _prolonged(rule: _Rule, late: list[tuple[int, time]]) -> tuple[_Rule, ...]:
    """The rule, with the day on which it closes later told apart."""
    apart: list[_Rule] = []
    for day, end in late:
        if day in rule.days and rule.spans and end > rule.spans[-1].end:
            last = replace(rule.spans[-1], end=end)
            apart.append(replace(rule, days=frozenset((day,)), spans=(*rule.spans[:-1], last)))
    rest = rule.days - {day for each in apart for day in each.days}
    return (replace(rule, days=rest), *apart)
