"""What the hours of a guide mean for the day that was asked about."""

from datetime import date, time, timedelta

from dialogue.findings import Findings
from dialogue.opening import DayKind, Hours, Opening, dates_of, read_hours, weekday_name
from dialogue.understanding import DayPart, SaidDay
from dialogue.wording import wording

_LOOKED_AHEAD = 10  # days in which the next one that is open is looked for
_TOLD = 3  # days of a long holiday
_NOON = time(12, 30)  # most offices that close over lunch are closed then
_WEEK = 7


def opening_lines(text: str, said: SaidDay | None, findings: Findings) -> tuple[str, ...]:
    """Whether it is open on the day that was asked about; nothing where that cannot be told."""
    hours = read_hours(text)
    if said is None or hours is None:
        return ()
    days = dates_of(said, findings.today, findings.calendar)
    if not days:
        return _whenever(said, hours, findings)
    lines = [_line(day, hours, findings) for day in days[:_TOLD]]
    if len(days) == 1:
        lines += _time_of_day(said.at, hours, days[0], findings)
        lines += _next_open(hours, days[0], findings)
    if days and not findings.calendar.knows(days[0]):
        lines.append(wording().opening["unknown_calendar"].format(year=days[0].year))
    return tuple(dict.fromkeys(lines))


def _whenever(said: SaidDay, hours: Hours, findings: Findings) -> tuple[str, ...]:
    """Of a holiday whose dates are not known yet, and of noon on any day."""
    say = wording().opening
    if said.holiday is not None:
        key = "closed_holiday" if hours.not_on_holidays else "unsaid_holiday"
        return (say[key].format(day=said.holiday),)
    if said.part is not DayPart.NOON:
        return ()
    week = (findings.today + timedelta(n) for n in range(_WEEK))
    spans = [hours.on(day, DayKind.WORKDAY)[1] for day in week]
    whole_days = [each for each in spans if each and each[-1].end > _NOON]
    at_noon = {any(span.start <= _NOON < span.end for span in each) for each in whole_days}
    if len(at_noon) != 1:
        return ()
    return (say["noon" if at_noon.pop() else "no_noon"],)


def _line(day: date, hours: Hours, findings: Findings) -> str:
    say, kind = wording().opening, findings.calendar.kind(day)
    opening, spans = hours.on(day, kind)
    named = _named(day, findings.today)
    match opening:
        case Opening.OPEN:
            return say["open"].format(day=named, spans="，".join(map(str, spans)))
        case Opening.UNSAID:
            unsaid = "unsaid_holiday" if kind is DayKind.HOLIDAY else "unsaid_made_up"
            return say[unsaid].format(day=named)
        case _:
            return say[opening.value].format(day=named)


def _time_of_day(at: time | None, hours: Hours, day: date, findings: Findings) -> list[str]:
    opening, spans = hours.on(day, findings.calendar.kind(day))
    if at is None or opening is not Opening.OPEN:
        return []
    inside = any(span.start <= at < span.end for span in spans)
    sentence = wording().opening["in_time" if inside else "out_of_time"]
    return [sentence.format(time=f"{at.hour}:{at:%M}")]


def _next_open(hours: Hours, day: date, findings: Findings) -> list[str]:
    if hours.on(day, findings.calendar.kind(day))[0] in (Opening.OPEN, Opening.UNSAID):
        return []
    for after in (day + timedelta(n) for n in range(1, _LOOKED_AHEAD)):
        opening, spans = hours.on(after, findings.calendar.kind(after))
        if opening is Opening.OPEN:
            sentence = wording().opening["next_open"]
            times = "，".join(map(str, spans))
            return [sentence.format(day=_named(after, findings.today), spans=times)]
    return []


def _named(day: date, today: date) -> str:
    say = wording().opening
    sentence = say["today" if day == today else "day"]
    return sentence.format(weekday=weekday_name(day), month=day.month, day=day.day)
