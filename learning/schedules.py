"""Summaries that are drafted by the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, select

from core import trail
from core.clock import Schedule, add_schedule, change_schedule, next_ends
from core.days import day_in_words
from core.db import db
from learning.models import SummaryRecipient

KIND = "summary"
RUNS_SHOWN = 3


class ScheduledScope(BaseModel):
    """What each summary of a schedule is about: the last `months` whole months of a team, area or
    everybody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    months: int = Field(default=3, ge=1, le=24)
    team_id: UUID | None = None
    service_area_id: UUID | None = None


def all_schedules() -> list[Schedule]:
    """The schedules of summaries, by name."""
    return list(db.session.scalars(select(Schedule).where(Schedule.kind == KIND).order_by(Schedule.name)))


def recipients_of(schedule: Schedule) -> list[str]:
    """The addresses told of each of its summaries."""
    rows = db.session.scalars(
        select(SummaryRecipient)
        .where(SummaryRecipient.schedule_id == schedule.id)
        .order_by(SummaryRecipient.id)
    )
    return [row.address for row in rows]


def make_schedule(*, name: str, cron: str, scope: ScheduledScope, recipients: Iterable[str]) -> Schedule:
    """Draft summaries by the calendar from now on. Raises CronRefused."""
    schedule = add_schedule(kind=KIND, name=name, cron=cron, scope=scope.model_dump(mode="json"))
    _tell(schedule, recipients)
    trail.record(action="schedule.made", subject="schedule", subject_id=schedule.id, detail={"cron": cron})
    return schedule


def alter_schedule(
    *,
    schedule: Schedule,
    name: str,
    cron: str,
    scope: ScheduledScope,
    recipients: Iterable[str],
    enabled: bool,
) -> None:
    """Change when, what and for whom. Raises CronRefused."""
    change_schedule(schedule, name=name, cron=cron, scope=scope.model_dump(mode="json"), enabled=enabled)
    _tell(schedule, recipients)
    trail.record(
        action="schedule.changed",
        subject="schedule",
        subject_id=schedule.id,
        detail={"cron": cron, "enabled": enabled},
    )


def next_runs(schedule: Schedule) -> list[str]:
    """The next three runs in words, by the clock of the schedule's own place."""
    zone = ZoneInfo(schedule.timezone)
    return [_moment(end.astimezone(zone)) for end in next_ends(schedule, count=RUNS_SHOWN)]


def _tell(schedule: Schedule, recipients: Iterable[str]) -> None:
    db.session.execute(delete(SummaryRecipient).where(SummaryRecipient.schedule_id == schedule.id))
    db.session.add_all(
        SummaryRecipient(schedule_id=schedule.id, address=address)
        for address in dict.fromkeys(map(str.lower, recipients))
    )
    db.session.flush()


def _moment(moment: datetime) -> str:
    return f"{moment:%A} {day_in_words(moment.date())} at {moment:%H:%M}"
