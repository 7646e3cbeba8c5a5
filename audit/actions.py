"""Actions: raised by hand from a review, or at once by an inadequate grade; followed until closed."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select

from audit.models import Action, Review
from audit.vocabulary import ActionStatus
from core import trail
from core.db import db
from core.people.models import Membership, Role, Team, User


class EvidenceMissing(Exception):
    """An action is done when there is evidence of impact, and stopped when there is a reason."""


@dataclass(frozen=True)
class ActionPlan:
    """What is to be done, by whom, by when."""

    what: str
    milestone: str
    lead_id: UUID | None
    due_on: date


def add_action(*, review: Review, plan: ActionPlan, standard: str | None, made_by: UUID) -> Action:
    """Keep an action that somebody raised from a review."""
    action = Action(
        team_id=review.team_id, review_id=review.id, standard=standard, made_by=made_by, **_words(plan)
    )
    db.session.add(action)
    db.session.flush()
    trail.record(action="raised action", subject="action", subject_id=action.id)
    return action


def raise_immediate_action(*, review: Review, standard: str, asked: str, on: date) -> Action:
    """Keep the action that an inadequate grade raises, led by the manager who is nearest to the team.

    Rationale: inadequate practice may mean a child at risk now. It must not wait for the week's report.
    """
    action = Action(
        team_id=review.team_id,
        review_id=review.id,
        standard=standard,
        immediate=True,
        what=f"Graded inadequate: “{asked}” Make sure the child is safe now. Agree what changes this week.",
        milestone="The manager has made sure that the child is safe and has written down the plan.",
        lead_id=_manager_of(review.team),
        due_on=on + timedelta(days=review.week.urgent_days),
    )
    db.session.add(action)
    db.session.flush()
    trail.record(
        action="raised immediate action",
        subject="action",
        subject_id=action.id,
        detail={"standard": standard},
    )
    return action


def change_plan(*, action: Action, plan: ActionPlan) -> None:
    """Change what is to be done, by whom, by when."""
    for name, value in _words(plan).items():
        setattr(action, name, value)
    db.session.flush()
    trail.record(action="changed action", subject="action", subject_id=action.id)


def report_on(*, action: Action, status: ActionStatus, evidence: str, on: date) -> None:
    """Say how far an action has come, and what came of it. Raises EvidenceMissing."""
    closes = status in (ActionStatus.done, ActionStatus.stopped)
    if closes and not evidence.strip():
        raise EvidenceMissing
    action.evidence = evidence.strip() or None
    action.closed_on = on if closes else None
    action.status = status.value
    db.session.flush()
    trail.record(
        action="reported on action", subject="action", subject_id=action.id, detail={"status": status.value}
    )


def _words(plan: ActionPlan) -> dict[str, object]:
    return {
        "what": plan.what,
        "milestone": plan.milestone or None,
        "lead_id": plan.lead_id,
        "due_on": plan.due_on,
    }


def _manager_of(team: Team) -> UUID | None:
    """Somebody who can sign in and manages this team, else its service area, else the whole authority."""
    own, area = Membership.team_id == team.id, Membership.service_area_id == team.service_area_id
    everything = and_(Membership.team_id.is_(None), Membership.service_area_id.is_(None))
    return db.session.scalars(
        select(Membership.user_id)
        .join(Membership.user)
        .where(User.active, Membership.role == Role.team_manager, or_(own, area, everything))
        .order_by(Membership.team_id.is_(None), Membership.service_area_id.is_(None), Membership.id)
        .limit(1)
    ).first()
