"""The jobs of learning from decisions: a run that was asked for, and counting how what is said drifts."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from core.db import db
from core.jobs import nudge, sweep, task
from nlp.taught.drift import count_drift
from nlp.taught.models import DriftMonth
from nlp.taught.runs import TRAIN, take_up_what_was_left, work_on

DRIFT = "nlp.count_drift"
EACH = timedelta(days=1)


@task(TRAIN, tries=1)
def learn_from_decisions(run_id: str) -> None:
    """Train, or measure, once. A job that dies leaves the run as it was asked for, and the sweep asks again."""
    work_on(UUID(run_id))


@sweep()
def find_run_left() -> None:
    """See to a training whose worker died."""
    take_up_what_was_left()


@task(DRIFT, tries=2)
def watch_drift() -> None:
    """Count anew how many passages of each month have no theme, or new words."""
    count_drift()


@sweep(unless_waiting=DRIFT)
def watch_drift_each_day() -> None:
    """Count again where the last count is a day old."""
    last = db.session.scalar(select(func.max(DriftMonth.counted_at)))
    if last is None or last < datetime.now(UTC) - EACH:
        nudge(DRIFT)
