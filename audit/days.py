"""Days and times as they are in England, and as they are read."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def today() -> date:
    """The day it is in England."""
    return datetime.now(LONDON).date()


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def day_in_words(day: date) -> str:
    """`3 March 2026`."""
    return f"{day.day} {day:%B %Y}"


def saved_in_words(at: datetime, *, on: date) -> str:
    """`14:02` where that was on the day `on`, otherwise `14:02 on 3 March 2026`."""
    local = at.astimezone(LONDON)
    time = f"{local:%H:%M}"
    return time if local.date() == on else f"{time} on {day_in_words(local.date())}"
