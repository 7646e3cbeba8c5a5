"""Imported rows are screened like every other: at once where they are few, by the workers where they are many."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core.db import db
from core.jobs import nudge, sweep, task
from feedback.alerts import raise_alert, tell_of_many
from feedback.models import Response
from feedback.screening import concerns_in

A_JOB = 1_000
JOB = "feedback.screen_imported"


@task(JOB)
def screen_some(response_ids: list[str]) -> None:
    """Screen these responses, each once, and raise their alerts."""
    screen_imported([UUID(response_id) for response_id in response_ids])


@sweep(unless_waiting=JOB)
def screen_what_was_left() -> None:
    """Ask for the screening of rows that a crash left behind."""
    left = db.session.scalars(select(Response.id).where(~Response.screened).limit(50 * A_JOB)).all()
    ask_for_screening(left)


def ask_for_screening(response_ids: Sequence[UUID]) -> None:
    """Let the workers screen these responses."""
    for start in range(0, len(response_ids), A_JOB):
        nudge(JOB, response_ids=list(response_ids[start : start + A_JOB]))


def screen_imported(response_ids: Sequence[UUID]) -> int:
    """Screen those of these responses that wait for it; gives how many alerts were raised."""
    waiting = db.session.scalars(
        select(Response)
        .where(Response.id.in_(response_ids), ~Response.screened)
        .order_by(Response.id)
        .with_for_update(of=Response, skip_locked=True)
    ).all()
    raised = []
    for response in waiting:
        definition = response.version.asks
        concerns = concerns_in(definition, response.answers, speaker=definition.speaker)
        if concerns:
            raised.append(raise_alert(response=response, concerns=concerns, tell=False))
        response.screened = True
    db.session.flush()
    tell_of_many(raised)
    return len(raised)
