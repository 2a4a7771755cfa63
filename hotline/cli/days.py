"""Days as they are typed, in the business's own time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import typer

BUSINESS_TIME = ZoneInfo("Asia/Shanghai")


def day(written: str) -> date:
    """A day such as 2026-11-23, 今天 or 昨天.

    Raises:
        BadParameter: it is none.
    """
    today = datetime.now(BUSINESS_TIME).date()
    known = {
        "今天": today,
        "today": today,
        "昨天": today - timedelta(1),
        "yesterday": today - timedelta(1),
    }
    try:
        return known.get(written) or date.fromisoformat(written)
    except ValueError as error:
        raise typer.BadParameter(f"{written!r} is no day; write it as 2026-11-23") from error


def beginning(of: date) -> datetime:
    """The moment at which a day begins."""
    return datetime.combine(of, time(), BUSINESS_TIME).astimezone(UTC)
