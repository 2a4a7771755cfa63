"""From the day that a citizen speaks of to dates."""

from datetime import date, timedelta

from dialogue.opening.calendar import Calendar
from dialogue.understanding import SaidDay

_WEEK = 7
_SATURDAY = 5
_LAST_MONTH = 12


def dates_of(said: SaidDay, today: date, calendar: Calendar) -> tuple[date, ...]:
    """The dates that are meant; none where no single day is (平时, 节假日, 「中午开门不」).

    The next such day is meant, today included; 「下周一」 is that of the week after this one.
    """
    if said.offset is not None:
        return (today + timedelta(said.offset),)
    if said.weekday is not None:
        return (_weekday(said.weekday, said.week, today),)
    if said.weekend:
        saturday = _weekday(_SATURDAY, said.week, today)
        return tuple(
            day for day in (saturday, saturday + timedelta(1)) if day >= today or said.week
        )
    if said.holiday is not None:
        return calendar.next_holiday(said.holiday, today)
    if said.day is not None:
        return _of_month(said.month, said.day, today)
    return ()


def _weekday(weekday: int, week: int | None, today: date) -> date:
    if week is None:
        return today + timedelta((weekday - today.weekday()) % _WEEK)
    monday = today - timedelta(today.weekday())
    return monday + timedelta(_WEEK * week + weekday)


def _of_month(month: int | None, day: int, today: date) -> tuple[date, ...]:
    """The next such date; none where there is no such day (二月三十号)."""
    for ahead in range(_LAST_MONTH + 1):
        at = today.month - 1 + ahead
        year, number = today.year + at // _LAST_MONTH, at % _LAST_MONTH + 1
        if month in (None, number):
            try:
                found = date(year, number, day)
            except ValueError:
                continue
            if found >= today:
                return (found,)
    return ()
