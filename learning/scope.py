"""Which voices a dashboard or a summary is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.access import Reach
from core.db import db
from core.people.models import ServiceArea, Team
from learning.frozen import ScopeKind
from learning.periods import first_of_month, last_of_month, months_between


class NoSuchScopeError(LookupError):
    """There is no such team or service area, or it is out of reach."""


@dataclass(frozen=True)
class Scope:
    """One team, one service area or the whole authority, over whole months.

    `teams` are those of a team or an area; None is everybody, with what belongs to no team.
    """

    kind: ScopeKind
    name: str
    start: date
    end: date
    team_id: UUID | None = None
    service_area_id: UUID | None = None
    teams: frozenset[UUID] | None = None

    @property
    def here(self) -> str | None:
        """The name of its row in a table of teams or of areas; None for the whole authority."""
        found = self.team_id or self.service_area_id
        return str(found) if found else None

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its months, in order."""
        return months_between(self.start, self.end)

    def holds(self, team_id: UUID | None) -> bool:
        """Whether what belongs to this team is inside."""
        return self.teams is None or team_id in self.teams


def scope_of(
    *, start: date, end: date, team_id: UUID | None = None, service_area_id: UUID | None = None
) -> Scope:
    """The scope of whole months from the month of `start` to the month of `end`.

    Raises NoSuchScopeError for an unknown team or service area.
    """
    first, last = first_of_month(start), last_of_month(end)
    if team_id is not None:
        team = db.session.get(Team, team_id)
        if team is None:
            raise NoSuchScopeError
        return Scope("team", team.name, first, last, team_id=team_id, teams=frozenset({team_id}))
    if service_area_id is not None:
        area = db.session.get(ServiceArea, service_area_id)
        if area is None:
            raise NoSuchScopeError
        inside = frozenset(team.id for team in area.teams)
        return Scope("service", area.name, first, last, service_area_id=area.id, teams=inside)
    return Scope("authority", "All teams", first, last)


def covers(reach: Reach, *, team_id: UUID | None, area: ServiceArea | None) -> bool:
    """Whether all of a team, of an area, or where both are None of the authority, is in reach."""
    if reach.everything:
        return True
    if team_id is not None:
        return reach.covers(team_id)
    inside = {team.id for team in area.teams} if area else set()
    return bool(inside) and inside <= reach.team_ids
