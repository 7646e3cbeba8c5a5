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
