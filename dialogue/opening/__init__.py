"""Opening hours (办理时间) worked out for the day that a citizen asks about."""

from dialogue.opening.calendar import Calendar, DayKind, calendar, weekday_name
from dialogue.opening.hours import Hours, Opening, read_hours
from dialogue.opening.said_days import dates_of

__all__ = [
    "Calendar",
    "DayKind",
    "Hours",
    "Opening",
    "calendar",
    "dates_of",
    "read_hours",
    "weekday_name",
]
