"""What a person asked a dashboard to show, and whether they may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.access import Reach
from core.db import db
from core.people.models import ServiceArea, Team
from learning.periods import first_of_month, last_of_month, months_later, period_in_words
from learning.scope import NoSuchScopeError, Scope, covers, scope_of
from learning.speakers import SPEAKERS

MONTHS = 12
LONGEST = 60
AREA = "area-"
SENSIBLE_YEARS = range(1990, 2200)


@dataclass(frozen=True)
class Asked:
    """The scope, and one kind of speaker to look at, if any."""

    scope: Scope
    where: str
    speaker: str | None

    @property
    def first(self) -> str:
        """The first month as a form field has it: `2026-05`."""
        return f"{self.scope.start:%Y-%m}"

    @property
    def last(self) -> str:
        """The last month as a form field has it."""
        return f"{self.scope.end:%Y-%m}"

    @property
    def words(self) -> str:
        """The months in words."""
        return period_in_words(self.scope.start, self.scope.end)

    @property
    def link(self) -> dict[str, str]:
        """What a link needs to ask for the same again."""
        asked = {"where": self.where, "first": self.first, "last": self.last, "speaker": self.speaker or ""}
        return {name: value for name, value in asked.items() if value}


def places(reach: Reach) -> list[tuple[str, str]]:
    """The teams and areas this person may choose, as (value, words)."""
    areas = db.session.scalars(select(ServiceArea).order_by(ServiceArea.name)).all()
    found = [("", "All teams")] if reach.everything else []
    for area in areas:
        mine = [team for team in area.teams if reach.covers(team.id)]
        if len(mine) == len(area.teams) and len(mine) > 1:
            found.append((AREA + area.slug, f"{area.name} (all its teams)"))
        found += [(team.slug, team.name) for team in mine]
    return found


def asked(arguments: Mapping[str, str], *, reach: Reach, today: date) -> Asked:
    """What the page's address asks for; months that make no sense give the last twelve.

    Raises NoSuchScopeError for a place that is not there or out of reach.
    """
    start, end = _months(arguments.get("first", ""), arguments.get("last", ""), today)
    where = arguments.get("where", "")
    if not where and not reach.everything:
        where = next((value for value, _ in places(reach)), "")
    scope = _scope(where, start, end)
    area = db.session.get(ServiceArea, scope.service_area_id) if scope.service_area_id else None
    if not covers(reach, team_id=scope.team_id, area=area):
        raise NoSuchScopeError
    speaker = arguments.get("speaker", "")
    return Asked(scope, where, speaker if speaker in SPEAKERS else None)


def _scope(where: str, start: date, end: date) -> Scope:
    if "\0" in where:
        raise NoSuchScopeError
    if where.startswith(AREA):
        area = db.session.scalar(select(ServiceArea).where(ServiceArea.slug == where.removeprefix(AREA)))
        if area is not None:
            return scope_of(start=start, end=end, service_area_id=area.id)
    if not where:
        return scope_of(start=start, end=end)
    team = db.session.scalar(select(Team).where(Team.slug == where))
    if team is None:
        raise NoSuchScopeError
    return scope_of(start=start, end=end, team_id=team.id)


def _months(first: str, last: str, today: date) -> tuple[date, date]:
    end = _month(last) or first_of_month(today)
    start = _month(first) or months_later(end, 1 - MONTHS)
    if start > end:
        start, end = end, start
    return max(start, months_later(end, 1 - LONGEST)), last_of_month(end)


def _month(text: str) -> date | None:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if found.year in SENSIBLE_YEARS else None
