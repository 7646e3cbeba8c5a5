"""Which voices a dashboard or a summary is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from core.access import Reach
from core.db import db
from core.people.models import ServiceArea, Team
from learning.periods import first_of_month, last_of_month

ScopeKind = Literal["team", "service", "authority"]
OTHERS = "others"


class NoSuchScopeError(LookupError):
    """There is no such team or service area, or it is out of reach."""


@dataclass(frozen=True)
class Scope:
    """One team, one service area or the whole authority, over whole months.

    `teams` says in which group each team stands, `here` which group is meant. The other groups are kept
    because a figure of one group can be worked out from the whole and the rest.
    """

    kind: ScopeKind
    name: str
    start: date
    end: date
    team_id: UUID | None = None
    service_area_id: UUID | None = None
    groups: tuple[str, ...] = ()
    here: str | None = None
    team_groups: tuple[tuple[UUID | None, str], ...] = ()

    def group_of(self, team_id: UUID | None) -> str:
        """The group of a team; what belongs to no team stands among the others."""
        return dict(self.team_groups).get(team_id, OTHERS)


def scope_of(
    *, start: date, end: date, team_id: UUID | None = None, service_area_id: UUID | None = None
) -> Scope:
    """The scope of whole months from the month of `start` to the month of `end`.

    Raises NoSuchScopeError for an unknown team or service area.
    """
    first, last = first_of_month(start), last_of_month(end)
    if team_id is None and service_area_id is None:
        return Scope("authority", "All teams", first, last)
    teams = db.session.scalars(select(Team).order_by(Team.name)).all()
    if team_id is not None:
        team = next((team for team in teams if team.id == team_id), None)
        if team is None:
            raise NoSuchScopeError
        return Scope(
            "team",
            team.name,
            first,
            last,
            team_id=team_id,
            groups=(*(str(each.id) for each in teams), OTHERS),
            here=str(team_id),
            team_groups=tuple((each.id, str(each.id)) for each in teams),
        )
    area = db.session.get(ServiceArea, service_area_id)
    if area is None:
        raise NoSuchScopeError
    areas = sorted({str(each.service_area_id) for each in teams} | {str(area.id)})
    return Scope(
        "service",
        area.name,
        first,
        last,
        service_area_id=area.id,
        groups=(*areas, OTHERS),
        here=str(area.id),
        team_groups=tuple((each.id, str(each.service_area_id)) for each in teams),
    )


def covers(reach: Reach, scope: Scope) -> bool:
    """Whether a person with this reach may see the scope."""
    if reach.everything:
        return True
    if scope.kind == "team":
        return reach.covers(scope.team_id)
    if scope.kind == "service":
        inside = {team for team, group in scope.team_groups if group == scope.here}
        return bool(inside) and inside <= reach.team_ids
    return False
