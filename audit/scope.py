"""Who may see what in this room. Whatever is missing or out of reach is not found."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort
from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload

from audit.activity_templates import MAY_SHARE
from audit.models import Action, CaseFile, PracticeWeek, Review, WeekTeam
from audit.vocabulary import ReviewState
from core.access import reach, within
from core.db import db
from core.people.models import Role, User
from core.questions.plain_text import cannot_be_kept
from core.questions.schema import CONSENT


def weeks_to_lead(person: User) -> Sequence[PracticeWeek]:
    """The practice weeks that look at a team this quality lead leads, newest first."""
    return db.session.scalars(
        select(PracticeWeek).where(_week_in_reach(person)).order_by(PracticeWeek.starts_on.desc())
    ).all()


def week_to_see(person: User, slug: str) -> PracticeWeek:
    """A practice week that looks at a team this quality lead leads."""
    if cannot_be_kept(slug):
        abort(404)
    week = db.session.scalars(
        select(PracticeWeek).where(PracticeWeek.slug == slug, _week_in_reach(person))
    ).first()
    return week or abort(404)


def week_to_lead(person: User, slug: str) -> PracticeWeek:
    """A practice week all of whose teams this quality lead leads, so that they may change it."""
    week = week_to_see(person, slug)
    return week if leads_week(person, week) else abort(404)


def leads_week(person: User, week: PracticeWeek) -> bool:
    """Whether this quality lead leads all teams of a week."""
    leads = reach(person, Role.quality_lead)
    return all(leads.covers(team.id) for team in week.teams)


def case_to_lead(person: User, case_id: UUID) -> CaseFile:
    """A case file in a week that this quality lead may change."""
    case = db.session.get(CaseFile, case_id) or abort(404)
    week_to_lead(person, case.week.slug)
    return case


def own_review(person: User, review_id: UUID) -> Review:
    """A review that was given to this person."""
    return own_review_if_any(person, review_id) or abort(404)


def own_review_if_any(person: User, review_id: UUID) -> Review | None:
    """A review that was given to this person, None where it is not theirs (any more)."""
    return db.session.scalars(
        select(Review)
        .where(Review.id == review_id, Review.auditor_id == person.id)
        .options(joinedload(Review.template), joinedload(Review.week))
    ).first()


def review_to_read(person: User, review_id: UUID) -> Review:
    """A review that was sent in and that this person may read."""
    review = db.session.scalars(
        select(Review)
        .where(Review.id == review_id, may_read_review(person))
        .options(joinedload(Review.template), joinedload(Review.week))
    ).first()
    return review or abort(404)


def may_read_review(person: User) -> ColumnElement[bool]:
    """Sent reviews: those one wrote, those a quality lead leads, and once signed off those of one's own work
    and of the teams one manages."""
    sent = Review.state.in_((ReviewState.submitted.value, ReviewState.signed_off.value))
    signed_off = Review.state == ReviewState.signed_off.value
    return or_(
        (Review.auditor_id == person.id) & sent,
        within(reach(person, Role.quality_lead), Review.team_id) & sent,
        within(reach(person, Role.team_manager), Review.team_id) & signed_off,
        within(reach(person, Role.practitioner), Review.team_id)
        & signed_off
        & Review.case_file.has(CaseFile.practitioner_id == person.id),
    )


def reads_their_words(person: User, review: Review) -> bool:
    """Whether somebody who may read a review may read in it what the child or family member said.

    Rationale: a child who is asked what their worker is like can only say it if the worker does not read it.
    Who wrote it down and who checks the work read it; the worker and the manager do if the child said yes.
    """
    if (review.answers or {}).get(MAY_SHARE) == CONSENT or review.auditor_id == person.id:
        return True
    return (
        reach(person, Role.quality_lead).covers(review.team_id)
        and review.case_file.practitioner_id != person.id
    )


def may_see_action(person: User) -> ColumnElement[bool]:
    """Actions that one leads, from reviews one wrote, of teams one leads for quality, and of one's own team.

    A team sees an action from a review once the review is signed off; an immediate one at once.
    """
    its_review = exists().where(Review.id == Action.review_id)
    signed_off = its_review.where(Review.state == ReviewState.signed_off.value)
    return or_(
        Action.lead_id == person.id,
        its_review.where(Review.auditor_id == person.id),
        within(reach(person, Role.quality_lead), Action.team_id),
        within(reach(person, Role.team_manager, Role.practitioner), Action.team_id)
        & or_(Action.immediate, Action.review_id.is_(None), signed_off),
    )


def action_to_see(person: User, action_id: UUID) -> Action:
    """An action that this person may see."""
    action = db.session.scalars(select(Action).where(Action.id == action_id, may_see_action(person))).first()
    return action or abort(404)


def may_change_action(person: User, action: Action) -> bool:
    """Whether this person may report on an action: its lead, its team's manager, or its quality lead."""
    leads = reach(person, Role.quality_lead, Role.team_manager)
    return action.lead_id == person.id or leads.covers(action.team_id)


def _week_in_reach(person: User) -> ColumnElement[bool]:
    return exists().where(
        WeekTeam.week_id == PracticeWeek.id, within(reach(person, Role.quality_lead), WeekTeam.team_id)
    )
