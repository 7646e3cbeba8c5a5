"""Keeping the promise of how long: what was said is deleted when the time of its collection is over.

Each night a period is due, which asks for a job. The job deletes some responses whole in one transaction, with an
entry in the trail that counts them, and asks for itself again while there are more. What is deleted is gone from
what is due, so a crash, a second worker or a second night deletes nothing twice and leaves nothing half.

Rationale for what stays: while an alert is open a child may not be safe, and whoever has it needs the words. What
came in by import stays until it is screened, so that no alert is missed.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import Date, Select, cast, delete, exists, func, literal, select

from core import trail
from core.clock import DuePeriod, Schedule, add_schedule, on_due
from core.days import today
from core.db import db
from core.jobs import nudge, sweep, task
from core.passages import Passage
from core.refused import Refused
from feedback.models import Alert, Collection, ConversationMessage, Response
from nlp.kept.rollup import forget_voices

KIND = "forget"
FORGET = "feedback.forget"
EACH_NIGHT = "20 3 * * *"
AT_ONCE = 200

ForgetFirst = Callable[[Sequence[UUID]], None]
"""Lets go, in the running transaction, of what another room holds of these responses' words."""


NOTHING_HOLDS_BACK = (
    Response.screened,
    ~exists().where(Alert.response_id == Response.id, Alert.closed_at.is_(None)),
)


class HeldBack(Refused):
    """These words cannot be deleted yet; the message says why."""


def init_app(app: Flask, first: Sequence[ForgetFirst]) -> None:
    app.extensions["heard_forget_first"] = tuple(first)


@sweep()
def keep_the_schedule() -> None:
    """See that there is a night when things are deleted."""
    if db.session.scalar(select(Schedule.id).where(Schedule.kind == KIND).limit(1)) is None:
        add_schedule(kind=KIND, name="Delete what was kept for its time", cron=EACH_NIGHT)


@on_due(KIND)
def begin(_period: DuePeriod) -> None:
    nudge(FORGET, lock=FORGET)


@task(FORGET)
def forget_what_is_due() -> None:
    """Delete some of what has been kept for its time, and ask for the rest."""
    if forget_some(on=today()):
        nudge(FORGET, lock=FORGET)


def forget_some(*, on: date) -> bool:
    """Delete up to `AT_ONCE` responses that are past their time on this day; whether there may be more.

    Locks rows of `passage` first, as every writer does (see `nlp.kept.rollup`), then the responses. What holds one
    back is asked again under the lock, when nobody can add to it.
    """
    found = db.session.scalars(due_on(on).order_by(Response.id).limit(AT_ONCE)).all()
    _lock(found)
    if gone := db.session.scalars(due_on(on).where(Response.id.in_(found))).all():
        _forget(gone, because="deleted what was kept for its time")
    return len(found) == AT_ONCE


def forget_one(*, response_id: UUID) -> None:
    """Delete one response because whoever gave it asks for that. Raises HeldBack."""
    _lock([response_id])
    if not db.session.scalar(select(Response.id).where(Response.id == response_id, *NOTHING_HOLDS_BACK)):
        raise HeldBack(
            "An alert about these words is open, or they are not screened yet: a child may not be safe. Close it first."
        )
    _forget([response_id], because="deleted what somebody asked to be deleted")


def due_on(day: date) -> Select[Any]:
    """The responses whose collection's months are over by this day, and that nothing holds back."""
    months = func.make_interval(0, Collection.retention_months)
    return (
        select(Response.id)
        .join(Collection, Collection.id == Response.collection_id)
        .where(
            Response.day <= cast(literal(day, Date) - months, Date),
            *NOTHING_HOLDS_BACK,
        )
    )


def _lock(response_ids: Sequence[UUID]) -> None:
    """Hold these responses with their passages: nobody adds to them until the transaction ends."""
    passages = select(Passage.id).where(Passage.source_id.in_(response_ids)).order_by(Passage.id)
    responses = select(Response.id).where(Response.id.in_(response_ids)).order_by(Response.id)
    for rows in (passages, responses):
        db.session.execute(rows.with_for_update())


def _forget(response_ids: Sequence[UUID], *, because: str) -> None:
    """Delete these responses with everything that hangs on them; what hangs on a passage goes with the passage."""
    forget_first: tuple[ForgetFirst, ...] = current_app.extensions["heard_forget_first"]
    for forget in forget_first:
        forget(response_ids)
    messages = _delete(ConversationMessage, ConversationMessage.response_id.in_(response_ids))
    passages = forget_voices(response_ids)
    alerts = _delete(Alert, Alert.response_id.in_(response_ids))
    responses = _delete(Response, Response.id.in_(response_ids))
    trail.record(
        action=because,
        subject="response",
        detail={"responses": responses, "passages": passages, "messages": messages, "alerts": alerts},
    )


def _delete(rows: Any, chosen: Any) -> int:
    return len(db.session.execute(delete(rows).where(chosen).returning(rows.id)).all())
