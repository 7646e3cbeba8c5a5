"""What the learning room does in the background: drafts that are due, and PDFs of what was approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import func, select

from core import trail
from core.clock import DuePeriod, on_due
from core.db import db
from core.jobs import nudge, sweep, task
from learning.beside import one_publication_at_a_time
from learning.models import State, Summary, SummaryOutput, SummaryRecipient
from learning.outputs import MAKE_OUTPUTS, make_outputs
from learning.pdf.pages import Kind
from learning.pdf.render import DrawingError
from learning.periods import first_of_month, months_later
from learning.publication import draft_summary, set_recipients
from learning.schedules import KIND, ScheduledScope
from learning.scope import Scope, scope_of

MOST_TRIES = 3

log = structlog.get_logger("heard.learning")


@task(MAKE_OUTPUTS)
def draw_outputs(summary_id: str) -> None:
    """Draw the PDFs of an approved summary. Nothing to do if it was changed or published meanwhile.

    What went wrong is kept for whoever waits for them; after `MOST_TRIES` a person has to ask again.
    """
    summary = db.session.scalar(select(Summary).where(Summary.id == UUID(summary_id)).with_for_update())
    if summary is None or summary.drawing_tries >= MOST_TRIES:
        return
    try:
        with db.session.begin_nested():
            make_outputs(summary=summary)
    except Exception as fault:  # whatever went wrong, it is told, and tried again by the sweep
        log.error("drawing failed", summary=summary.id, tries=summary.drawing_tries + 1, exc_info=fault)
        summary.drawing_tries += 1
        summary.drawing_fault = str(fault) if isinstance(fault, DrawingError) else type(fault).__name__


@sweep(unless_waiting=MAKE_OUTPUTS)
def find_undrawn() -> None:
    """Approved summaries whose PDFs are not all there, and that went wrong less than `MOST_TRIES` times."""
    made = select(func.count()).where(SummaryOutput.summary_id == Summary.id).scalar_subquery()
    for found in db.session.scalars(
        select(Summary.id).where(
            Summary.state == State.approved, made < len(Kind), Summary.drawing_tries < MOST_TRIES
        )
    ):
        nudge(MAKE_OUTPUTS, summary_id=found)


@on_due(KIND)
def draft_what_is_due(period: DuePeriod) -> None:
    """Draft the summary of the whole months before the period's end. Where another schedule drafted that already, the
    people of this one are told of it too. A person writes it up and publishes it."""
    wanted = ScheduledScope.model_validate(period.schedule.scope)
    today = period.period_end.astimezone(ZoneInfo(period.schedule.timezone)).date()
    scope = scope_of(
        start=months_later(today, -wanted.months),
        end=first_of_month(today) - timedelta(days=1),
        team_id=wanted.team_id,
        service_area_id=wanted.service_area_id,
    )
    told = [
        recipient.address
        for recipient in db.session.scalars(
            select(SummaryRecipient).where(SummaryRecipient.schedule_id == period.schedule_id)
        )
    ]
    one_publication_at_a_time()
    there = _drafted_already(scope)
    if there is None:
        draft_summary(scope=scope, on=today, due_period_id=period.id, recipients=told)
    elif not _of_schedule(there, period.schedule_id):
        _tell_them_too(there, told)


def _drafted_already(scope: Scope) -> Summary | None:
    """The summary that a schedule drafted of this place and these months, locked: its first edition."""
    return db.session.scalar(
        select(Summary)
        .where(
            Summary.due_period_id.is_not(None),
            Summary.period_start == scope.start,
            Summary.period_end == scope.end,
            Summary.team_id.is_not_distinct_from(scope.team_id),
            Summary.service_area_id.is_not_distinct_from(scope.service_area_id),
        )
        .order_by(Summary.id)
        .limit(1)
        .with_for_update(of=Summary)
        .execution_options(populate_existing=True)
    )


def _of_schedule(summary: Summary, schedule_id: UUID) -> bool:
    """Whether this schedule drafted it, and so told its people then: whom somebody took off the list stays off."""
    drafted_for = db.session.get(DuePeriod, summary.due_period_id)
    return drafted_for is not None and drafted_for.schedule_id == schedule_id


def _tell_them_too(summary: Summary, addresses: Sequence[str]) -> None:
    """Add the people of another schedule to the list; where it is published already, the trail says they are not."""
    listed = [recipient.address for recipient in summary.recipients]
    missing = [address for address in addresses if address not in listed]
    if not missing:
        return
    if summary.stage is State.published:
        trail.record(
            action="summary.not told",
            subject="summary",
            subject_id=summary.id,
            detail={"addresses": len(missing)},
        )
        return
    set_recipients(summary=summary, addresses=[*listed, *missing])
