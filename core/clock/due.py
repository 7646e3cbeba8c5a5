"""Which periods are due, and doing what they ask for, once each."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import TypeVar
from uuid import UUID, uuid4

import structlog
import uuid_utils.compat
from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from core.clock.models import DuePeriod, Schedule
from core.clock.periods import end_before, ends_after
from core.db import db
from core.jobs import nudge, sweep, task

Handler = TypeVar("Handler", bound=Callable[[DuePeriod], None])

RUN = "core.clock.run"
LEASE = timedelta(minutes=15)
FIRST_WAIT = timedelta(minutes=1)
TRIES = 8

HANDLERS: dict[str, Callable[[DuePeriod], None]] = {}

log = structlog.get_logger("heard.clock")


def on_due(kind: str) -> Callable[[Handler], Handler]:
    """Register what a schedule of this kind does.

    The handler gets the period and writes rows; they are committed together with the period being done, so it
    happens once or not at all. What reaches outside (mail, a PDF) it asks for by rows and nudges.
    """

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def make_due(*, now: datetime) -> int:
    """Write down every period that has ended by `now` and is not written down yet; how many were new."""
    new = 0
    for schedule in db.session.scalars(select(Schedule).where(Schedule.enabled)):
        latest = db.session.scalar(
            select(func.max(DuePeriod.period_end)).where(DuePeriod.schedule_id == schedule.id)
        )
        after = max(latest or schedule.since, schedule.since)
        for end in takewhile(lambda end: end <= now, ends_after(schedule.cron, schedule.timezone, after)):
            new += _write_down(schedule, end)
    return new


def _write_down(schedule: Schedule, end: datetime) -> int:
    """One row, whoever is first. Nudges only when it was us."""
    made = db.session.execute(
        insert(DuePeriod)
        .values(
            id=uuid_utils.compat.uuid7(),
            schedule_id=schedule.id,
            period_start=end_before(schedule.cron, schedule.timezone, end),
            period_end=end,
        )
        .on_conflict_do_nothing(index_elements=["schedule_id", "period_end"])
        .returning(DuePeriod.id)
    ).scalar_one_or_none()
    if made is None:
        return 0
    nudge(RUN, period_id=made)
    return 1


@task(RUN, tries=1)
def run(period_id: str) -> None:
    """Do what a due period asks for, unless somebody does or did. A failure is tried again by the sweep."""
    found, lease = UUID(period_id), uuid4()
    kind = _take(found, lease)
    if kind is None:
        return
    try:
        period = db.session.scalars(
            select(DuePeriod).where(DuePeriod.id == found, DuePeriod.lease == lease).with_for_update()
        ).one_or_none()
        if period is None:
            return
        HANDLERS[kind](period)
        period.state, period.lease, period.lease_until = "done", None, None
        db.session.commit()
    except Exception as fault:  # whatever went wrong, the period is put back
        db.session.rollback()
        log.error("period failed", period=found, kind=kind, exc_info=fault)
        _put_back(found, lease)


def _take(period_id: UUID, lease: UUID) -> str | None:
    """Lease the period and say its kind; None where it is done, leased, or waits for its next try."""
    now = datetime.now(UTC)
    taken = db.session.execute(
        update(DuePeriod)
        .where(DuePeriod.id == period_id, left_at(now))
        .values(state="running", lease=lease, lease_until=now + LEASE, attempts=DuePeriod.attempts + 1)
        .returning(DuePeriod.schedule_id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    db.session.commit()
    return db.session.get_one(Schedule, taken).kind if taken else None


def _put_back(period_id: UUID, lease: UUID) -> None:
    period = db.session.scalars(
        select(DuePeriod)
        .where(DuePeriod.id == period_id, DuePeriod.lease == lease)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if period is not None:
        period.state = "due" if period.attempts < TRIES else "failed"
        period.lease = None
        period.lease_until = datetime.now(UTC) + FIRST_WAIT * 2 ** (period.attempts - 1)
        db.session.commit()


@sweep()
def find_left() -> None:
    """Nudge the periods whose nudge was lost, whose worker died, or whose next try has come."""
    for found in db.session.scalars(select(DuePeriod.id).where(left_at(datetime.now(UTC)))):
        nudge(RUN, period_id=found)


def left_at(now: datetime) -> ColumnElement[bool]:
    """Periods that anybody may take: due and not waiting, or leased by somebody who is late."""
    return and_(
        DuePeriod.state.in_(("due", "running")),
        or_(DuePeriod.lease_until.is_(None), DuePeriod.lease_until <= now),
    )
