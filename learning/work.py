"""What the learning room does in the background: drafts that are due, and PDFs of what was approved."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from core.clock import DuePeriod, on_due
from core.db import db
from core.jobs import nudge, sweep, task
from learning.models import State, Summary, SummaryOutput, SummaryRecipient
from learning.pdf.pages import Kind
from learning.periods import first_of_month, months_later
from learning.publication import MAKE_OUTPUTS, draft_summary, make_outputs
from learning.schedules import KIND, ScheduledScope
from learning.scope import scope_of


@task(MAKE_OUTPUTS)
def draw_outputs(summary_id: str) -> None:
    """Draw the PDFs of an approved summary. Nothing to do if it was changed or published meanwhile."""
    summary = db.session.scalar(select(Summary).where(Summary.id == UUID(summary_id)).with_for_update())
    if summary is not None:
        make_outputs(summary=summary)


@sweep(unless_waiting=MAKE_OUTPUTS)
def find_undrawn() -> None:
    """Approved summaries whose PDFs are not all there."""
    made = select(func.count()).where(SummaryOutput.summary_id == Summary.id).scalar_subquery()
    for found in db.session.scalars(
        select(Summary.id).where(Summary.state == State.approved, made < len(Kind))
    ):
        nudge(MAKE_OUTPUTS, summary_id=found)


@on_due(KIND)
def draft_what_is_due(period: DuePeriod) -> None:
    """Draft the summary of the whole months before the period's end. A person writes it up and publishes
    it."""
    wanted = ScheduledScope.model_validate(period.schedule.scope)
    today = period.period_end.astimezone(ZoneInfo(period.schedule.timezone)).date()
    scope = scope_of(
        start=months_later(today, -wanted.months),
        end=first_of_month(today) - timedelta(days=1),
        team_id=wanted.team_id,
        service_area_id=wanted.service_area_id,
    )
    told = db.session.scalars(
        select(SummaryRecipient).where(SummaryRecipient.schedule_id == period.schedule_id)
    )
    draft_summary(
        scope=scope, on=today, due_period_id=period.id, recipients=[recipient.address for recipient in told]
    )
