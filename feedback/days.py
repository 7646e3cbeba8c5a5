"""Days as people here count them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")


def today() -> date:
    """Today in the United Kingdom. A response keeps nothing finer than this."""
    return datetime.now(LOCAL).date()


def by_when(day: date) -> str:
    """`Friday 3 July`, as a promise reads."""
    return f"{day:%A} {day.day} {day:%B}"


def moment(at: datetime) -> str:
    """`3 July 2026, 14:05` in the United Kingdom: for what staff did and must do, never for a response."""
    local = at.astimezone(LOCAL)
    return f"{in_words(local.date())}, {local:%H:%M}"


def in_words(day: date) -> str:
    """`3 July 2026`."""
    return f"{day.day} {day:%B %Y}"
