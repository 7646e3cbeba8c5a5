"""What the audit room holds for a person: the lines on their home page."""

from collections.abc import Iterable, Iterator

from flask import url_for
from sqlalchemy import func, select

from audit.days import day_in_words, today
from audit.models import Action, Review
from audit.scope import may_see_action
from audit.vocabulary import ActionStatus, ReviewState
from core.access import reach, within
from core.db import db
from core.pages.home import NextThing
from core.people.models import Role, User

TO_WRITE = (ReviewState.not_started.value, ReviewState.started.value)
UNFINISHED = (ActionStatus.open.value, ActionStatus.under_way.value)


def next_things(person: User) -> Iterable[NextThing]:
    """Immediate actions first, then what is late, then the rest."""
    yield from _immediate_actions(person)
    yield from _reviews_to_write(person)
    yield from _reviews_to_sign_off(person)
    yield from _overdue_actions(person)


def _immediate_actions(person: User) -> Iterator[NextThing]:
    mine = select(func.count(), func.min(Action.due_on)).where(
        Action.immediate, Action.lead_id == person.id, Action.status.in_(UNFINISHED)
    )
    count, soonest = db.session.execute(mine).one()
    if count:
        yield NextThing(
            title=_how_many(count, "immediate action"),
            says=f"An auditor graded work in your team inadequate. Due on {day_in_words(soonest)}.",
            href=url_for("actions.every_action", show="mine"),
            weight=0,
        )


def _reviews_to_write(person: User) -> Iterator[NextThing]:
    late = func.count().filter(Review.due_on < today())
    mine = select(func.count(), late, func.min(Review.due_on)).where(
        Review.auditor_id == person.id, Review.state.in_(TO_WRITE)
    )
    count, overdue, soonest = db.session.execute(mine).one()
    if count:
        yield NextThing(
            title=f"{_how_many(count, 'review')} to write",
            says=f"{overdue} late." if overdue else f"The next is due on {day_in_words(soonest)}.",
            href=url_for("auditor.home"),
            weight=2 if overdue else 4,
        )


def _reviews_to_sign_off(person: User) -> Iterator[NextThing]:
    leads = reach(person, Role.quality_lead)
    if leads.nothing:
        return
    count = db.session.scalar(
        select(func.count()).where(within(leads, Review.team_id), Review.state == ReviewState.submitted.value)
    )
    if count:
        yield NextThing(
            title=f"{_how_many(count, 'review')} to sign off",
            says="The team cannot read them until you do.",
            href=url_for("findings.every_finding"),
            weight=4,
        )


def _overdue_actions(person: User) -> Iterator[NextThing]:
    count = db.session.scalar(
        select(func.count()).where(
            may_see_action(person),
            ~Action.immediate,
            Action.status.in_(UNFINISHED),
            Action.due_on < today(),
        )
    )
    if count:
        yield NextThing(
            title=_how_many(count, "overdue action"),
            says="Say how far each one is, or give it a new date.",
            href=url_for("actions.every_action", show="overdue"),
            weight=5,
        )


def _how_many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
