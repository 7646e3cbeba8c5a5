"""What the learning room does in the background: drafts that are due, and PDFs of what was approved."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import func, select

from core.clock import DuePeriod, on_due
from core.db import db
from core.jobs import nudge, sweep, task
from learning.beside import one_publication_at_a_time
from learning.models import State, Summary, SummaryOutput, SummaryRecipient
from learning.pdf.pages import Kind
from learning.pdf.render import DrawingError
from learning.periods import first_of_month, months_later
from learning.publication import MAKE_OUTPUTS, draft_summary, make_outputs
from learning.schedules import KIND, ScheduledScope
from learning.scope import scope_of

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
    """Draft the summary of the whole months before the period's end, unless a schedule drafted that already. A
    person writes it up and publishes it."""
    wanted = ScheduledScope.model_validate(period.schedule.scope)
    today = period.period_end.astimezone(ZoneInfo(period.schedule.timezone)).date()
    scope = scope_of(
        start=months_later(today, -wanted.months),
        end=first_of_month(today) - timedelta(days=1),
        team_id=wanted.team_id,
        service_area_id=wanted.service_area_id,
    )
    one_publication_at_a_time()
    if db.session.scalar(
        select(Summary.id)
        .where(
            Summary.due_period_id.is_not(None),
            Summary.period_start == scope.start,
            Summary.period_end == scope.end,
            Summary.team_id.is_not_distinct_from(scope.team_id),
            Summary.service_area_id.is_not_distinct_from(scope.service_area_id),
        )
        .limit(1)
    ):
        return
    told = db.session.scalars(
        select(SummaryRecipient).where(SummaryRecipient.schedule_id == period.schedule_id)
    )
    draft_summary(
        scope=scope, on=today, due_period_id=period.id, recipients=[recipient.address for recipient in told]
    )
