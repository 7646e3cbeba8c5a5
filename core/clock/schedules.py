"""Making and changing schedules."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from croniter import CroniterBadDateError, croniter

from core.clock.models import Schedule
from core.clock.periods import ends_after
from core.db import db

FIELDS = 5


class CronRefused(ValueError):
    """The cron line or the time zone is not one; the message is for the person who wrote it."""


def add_schedule(
    *,
    kind: str,
    name: str,
    cron: str,
    scope: Mapping[str, Any] | None = None,
    timezone: str = "Europe/London",
    since: datetime | None = None,
) -> Schedule:
    """A new schedule. Its first period is the one that runs now; `since` lets it begin earlier.

    Raises CronRefused.
    """
    schedule = Schedule(
        kind=kind,
        name=name,
        cron=checked(cron, timezone),
        scope=dict(scope or {}),
        timezone=timezone,
        since=since or datetime.now(UTC),
    )
    db.session.add(schedule)
    db.session.flush()
    return schedule


def change_schedule(
    schedule: Schedule, *, name: str, cron: str, scope: Mapping[str, Any], enabled: bool
) -> Schedule:
    """Change a schedule from now on. Periods that are due already stay; those missed while off stay missed.

    Raises CronRefused.
    """
    if schedule.cron != checked(cron, schedule.timezone) or (enabled and not schedule.enabled):
        schedule.since = datetime.now(UTC)
    schedule.name, schedule.cron, schedule.scope, schedule.enabled = name, cron, dict(scope), enabled
    db.session.flush()
    return schedule


def next_ends(schedule: Schedule, *, count: int, after: datetime | None = None) -> list[datetime]:
    """The next moments (UTC) when this schedule makes something due."""
    return list(islice(ends_after(schedule.cron, schedule.timezone, after or datetime.now(UTC)), count))


def checked(cron: str, timezone: str) -> str:
    """The cron line, when it has five fields, a known zone, and a next time."""
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise CronRefused(f"{timezone} is not a time zone we know. Try Europe/London.") from None
    if len(cron.split()) != FIELDS or not croniter.is_valid(cron):
        raise CronRefused("Write five parts: minute, hour, day, month, weekday. For example: 0 6 1 * *")
    try:
        next(ends_after(cron, timezone, datetime.now(UTC)))
    except CroniterBadDateError:
        raise CronRefused("That day never comes. Choose another day or month.") from None
    return cron
