"""Who is on duty: who is told of an alert, and so who may see it. One rule for mail, pages and the first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from core.access import Reach, reach
from core.db import db
from core.people.models import Membership, Role, Team, User
from feedback.models import Alert

ABOVE = (Role.quality_lead, Role.administrator)
WATCHERS = (Role.duty_lead, *ABOVE)
"""Whoever may have to look at an alert. Which ones, `may_see` says."""


@dataclass(frozen=True)
class Rota:
    """Duty leads, and those above them, each with the teams they reach."""

    leads: Sequence[tuple[User, Reach]]
    above: Sequence[tuple[User, Reach]]

    def on_duty(self, team_id: UUID | None) -> list[User]:
        """Duty leads who reach this team; where none does, every duty lead; where there is none, those above.

        Rationale: an alert that no duty lead may see would be seen by nobody.
        """
        return _who_reach(self.leads, team_id) or self.above_of(team_id)

    def above_of(self, team_id: UUID | None) -> list[User]:
        """Quality leads and administrators who reach this team; where none does, all of them."""
        return _who_reach(self.above, team_id)


def rota() -> Rota:
    """Everybody as they are now."""
    return Rota(leads=_people_with(Role.duty_lead), above=_people_with(*ABOVE))


def may_see(person: User) -> ColumnElement[bool]:
    """The alerts this person may see: those they would be told of now, and those they have.

    Rationale: what somebody is called to, they can open; what nobody would call them to, they cannot.
    """
    now = rota()
    teams: list[UUID | None] = [None, *db.session.scalars(select(Team.id))]
    called = [team for team in teams if person in now.on_duty(team)]
    called_late = [team for team in teams if person in now.above_of(team)]
    return or_(
        _of_teams(called),
        and_(Alert.escalated_at.is_not(None), Alert.acknowledged_at.is_(None), _of_teams(called_late)),
        and_(Alert.acknowledged_by_id == person.id, Alert.closed_at.is_(None)),
    )


def _of_teams(teams: Sequence[UUID | None]) -> ColumnElement[bool]:
    named = [team for team in teams if team is not None]
    of_these = Alert.team_id.in_(named)
    return or_(of_these, Alert.team_id.is_(None)) if None in teams else of_these


def _who_reach(people: Sequence[tuple[User, Reach]], team_id: UUID | None) -> list[User]:
    reaching = [person for person, teams in people if teams.covers(team_id)]
    return reaching or [person for person, _ in people]


def _people_with(*roles: Role) -> list[tuple[User, Reach]]:
    found = db.session.scalars(
        select(User)
        .join(Membership)
        .where(User.active, Membership.role.in_([role.value for role in roles]))
        .distinct()
        .order_by(User.id)
    )
    return [(person, reach(person, *roles)) for person in found.all()]
