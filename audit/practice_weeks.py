"""Making and changing a practice week."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from secrets import token_hex
from uuid import UUID

from sqlalchemy import select, update

from audit.models import CaseFile, PracticeWeek, Review, WeekAuditor, WeekTeam
from audit.vocabulary import Activity
from core import trail
from core.access import roles_of
from core.db import db
from core.pages.slugs import slug_from
from core.people.models import Role, User


class StillNeeded(Exception):
    """Some of `part` ("teams", "auditors", "activities") cannot be taken out: the week holds work of theirs."""

    def __init__(self, part: str, says: str) -> None:
        super().__init__(says)
        self.part = part


@dataclass(frozen=True)
class WeekPlan:
    """What a quality lead decides about a practice week."""

    title: str
    focus: str
    starts_on: date
    ends_on: date
    reviews_due_on: date
    urgent_days: int
    activities: tuple[Activity, ...]
    team_ids: frozenset[UUID]
    auditor_ids: frozenset[UUID]


def may_audit(person: User) -> bool:
    """Whether this person can open a review that is given to them."""
    return person.active and Role.auditor in roles_of(person)


def make_week(*, plan: WeekPlan, made_by: UUID | None) -> PracticeWeek:
    """Keep a new practice week. Its slug comes from its title, with a number where that is taken."""
    week = PracticeWeek(
        slug=_free_slug(plan.title),
        seed=token_hex(4),
        made_by=made_by,
        team_places=[WeekTeam(team_id=team_id) for team_id in sorted(plan.team_ids)],
        auditor_places=[WeekAuditor(user_id=user_id) for user_id in sorted(plan.auditor_ids)],
    )
    _set_words(week, plan)
    db.session.add(week)
    db.session.flush()
    trail.record(action="made practice week", subject="practice week", subject_id=week.id)
    return week


def lock_week(week: PracticeWeek) -> None:
    """Be the only one who plans this week until the transaction ends, and forget what was read before that.

    Rationale: who holds which case is decided by looking at all of them. Two people who look at once would
    each give the same case to somebody.
    """
    db.session.flush()
    db.session.execute(
        select(PracticeWeek.id).where(PracticeWeek.id == week.id).with_for_update(key_share=True)
    )
    db.session.expire_all()


def change_week(*, week: PracticeWeek, plan: WeekPlan) -> None:
    """Change a practice week, and the day on which its unsent reviews are due.

    Raises StillNeeded where cases or reviews hang on something that was taken out.
    """
    lock_week(week)
    _refuse_to_lose_work(week, plan)
    _set_words(week, plan)
    db.session.execute(
        update(Review)
        .where(Review.week_id == week.id, Review.submitted_at.is_(None))
        .values(due_on=plan.reviews_due_on)
    )
    kept_teams = {place.team_id for place in week.team_places}
    kept_auditors = {place.user_id for place in week.auditor_places}
    week.team_places = [place for place in week.team_places if place.team_id in plan.team_ids] + [
        WeekTeam(team_id=team_id) for team_id in sorted(plan.team_ids - kept_teams)
    ]
    week.auditor_places = [place for place in week.auditor_places if place.user_id in plan.auditor_ids] + [
        WeekAuditor(user_id=user_id) for user_id in sorted(plan.auditor_ids - kept_auditors)
    ]
    db.session.flush()
    trail.record(action="changed practice week", subject="practice week", subject_id=week.id)


def _refuse_to_lose_work(week: PracticeWeek, plan: WeekPlan) -> None:
    teams = set(db.session.scalars(select(CaseFile.team_id).where(CaseFile.week_id == week.id)))
    if not teams <= plan.team_ids:
        raise StillNeeded("teams", "A team you took out has cases in this week, so it stays.")
    given = db.session.execute(
        select(Review.auditor_id, Review.activity).where(Review.week_id == week.id)
    ).all()
    if not {auditor_id for auditor_id, _ in given} <= plan.auditor_ids:
        raise StillNeeded(
            "auditors",
            "An auditor you took out has reviews in this week. Give their unsent ones to somebody else; "
            "who sent one in stays.",
        )
    if not {activity for _, activity in given} <= set(plan.activities):
        raise StillNeeded("activities", "An activity you took out has reviews in this week.")


def _set_words(week: PracticeWeek, plan: WeekPlan) -> None:
    week.title, week.focus = plan.title, plan.focus
    week.starts_on, week.ends_on = plan.starts_on, plan.ends_on
    week.reviews_due_on, week.urgent_days = plan.reviews_due_on, plan.urgent_days
    week.activities = _in_order(plan.activities)


def _in_order(activities: Collection[Activity]) -> list[str]:
    return [activity.value for activity in Activity if activity in activities]


def _free_slug(title: str) -> str:
    start = slug_from(title) or "practice-week"
    taken = set(db.session.scalars(select(PracticeWeek.slug).where(PracticeWeek.slug.startswith(start))))
    if start not in taken:
        return start
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{start}-{number}") not in taken)
