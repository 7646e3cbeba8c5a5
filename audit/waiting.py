"""What the audit room holds for a person: the lines on their home page."""

from collections.abc import Iterable, Iterator
from datetime import date

from flask import url_for
from sqlalchemy import func, or_, select

from audit.models import Action, Review
from audit.scope import may_see_action
from audit.vocabulary import ActionStatus, ReviewState
from core.access import reach, within
from core.days import day_in_words, today
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
    """Those that one leads and those of the teams that one answers for, whoever leads them.

    Rationale: a child may be at risk now, and a lead may be away, have left, or never have been found.
    """
    over = within(reach(person, Role.quality_lead, Role.team_manager), Action.team_id)
    without = func.count().filter(or_(User.id.is_(None), ~User.active))
    found = (
        select(func.count(), without, func.min(Action.due_on))
        .outerjoin(Action.lead)
        .where(Action.immediate, Action.status.in_(UNFINISHED), or_(Action.lead_id == person.id, over))
    )
    count, leaderless, soonest = db.session.execute(found).one()
    if count:
        yield NextThing(
            title=_how_many(count, "immediate action"),
            says=f"Work was graded inadequate. {_soonest(count, soonest)}{_without_lead(count, leaderless)}",
            href=url_for("actions.every_action", show="immediate"),
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
        select(func.count()).where(
            within(leads, Review.team_id),
            Review.state == ReviewState.submitted.value,
            Review.auditor_id != person.id,
        )
    )
    if count:
        yield NextThing(
            title=f"{_how_many(count, 'review')} to sign off",
            says="The worker and the manager cannot read them until you do.",
            href=url_for("findings.every_finding"),
            weight=4,
        )


def _overdue_actions(person: User) -> Iterator[NextThing]:
    """Those that this person can do something about, not all that they may see."""
    over = within(reach(person, Role.quality_lead, Role.team_manager), Action.team_id)
    count = db.session.scalar(
        select(func.count()).where(
            may_see_action(person),
            or_(Action.lead_id == person.id, over),
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


def _soonest(count: int, day: date) -> str:
    what = "It" if count == 1 else "The first"
    return f"{what} {'was' if day < today() else 'is'} due on {day_in_words(day)}."


def _without_lead(count: int, leaderless: int) -> str:
    if not leaderless:
        return ""
    return " Nobody leads it yet." if count == 1 else f" Nobody leads {leaderless} of them yet."


def _how_many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
