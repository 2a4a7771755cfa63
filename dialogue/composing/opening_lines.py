"""What the hours of a guide mean for the day that was asked about."""

from datetime import date, time, timedelta

from dialogue.findings import Findings
from dialogue.opening import DayKind, Hours, Opening, dates_of, read_hours, weekday_name
from dialogue.understanding import SaidDay
from dialogue.wording import wording

_LOOKED_AHEAD = 10  # days in which the next one that is open is looked for
_TOLD = 3  # days of a long holiday


def opening_lines(text: str, said: SaidDay | None, findings: Findings) -> tuple[str, ...]:
    """Whether it is open on the day that was asked about; nothing where that cannot be told."""
    hours = read_hours(text)
    if said is None or hours is None:
        return ()
    days = dates_of(said, findings.today, findings.calendar)
    lines = [_line(day, hours, findings) for day in days[:_TOLD]]
    if len(days) == 1:
        lines += _time_of_day(said.at, hours, days[0], findings)
        lines += _next_open(hours, days[0], findings)
    if days and not findings.calendar.knows(days[0]):
        lines.append(wording().opening["unknown_calendar"].format(year=days[0].year))
    return tuple(dict.fromkeys(lines))


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
