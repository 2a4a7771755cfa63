"""The time, with its zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BUSINESS_TIME = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def today() -> date:
    """The day of business, in Asia/Shanghai."""
    return now().astimezone(BUSINESS_TIME).date()
