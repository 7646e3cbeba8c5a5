"""Days and times as they are in the United Kingdom, and as they are read."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def today() -> date:
    """The day it is in the United Kingdom."""
    return datetime.now(LONDON).date()


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def day_in_words(day: date) -> str:
    """`3 July 2026`."""
    return f"{day.day} {day:%B %Y}"


def by_when(day: date) -> str:
    """`Friday 3 July`, as a promise reads."""
    return f"{day:%A} {day.day} {day:%B}"


def moment_in_words(at: datetime) -> str:
    """`3 July 2026, 14:05`, by the clocks of the United Kingdom."""
    local = at.astimezone(LONDON)
    return f"{day_in_words(local.date())}, {local:%H:%M}"


def saved_in_words(at: datetime, *, on: date) -> str:
    """`14:02` where that was on the day `on`, otherwise `14:02 on 3 March 2026`."""
    local = at.astimezone(LONDON)
    time = f"{local:%H:%M}"
    return time if local.date() == on else f"{time} on {day_in_words(local.date())}"


def months_in_words(months: int) -> str:
    """How long so many months are: `3 years`, `1 month`, `1 year and 6 months`."""
    years, rest = divmod(months, 12)
    parts = [
        f"{number} {unit}" if number == 1 else f"{number} {unit}s"
        for number, unit in ((years, "year"), (rest, "month"))
        if number
    ]
    return " and ".join(parts) or "0 months"
