"""How many voices said what: read from the roll-up, exact, and seen by nobody before it is made safe.

Each question costs a few thousand rows of the roll-up at most, however many passages there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from core.access import WHOLE_AUTHORITY
from core.db import db
from core.people.models import Team
from feedback.models import Collection, Response
from learning.audit_counts import count_grades
from learning.counted import OTHERS, Counted
from learning.periods import last_of_month, months_later
from learning.voices import Voices
from nlp.kept import counts
from nlp.kept.models import ThemeRow

BY_TEAM: Final[tuple[counts.Dimension, ...]] = ("theme", "team_id", "speaker", "valence")
VALENCES: Final = ("positive", "negative", "mixed", "neutral")


def count(
    months: Sequence[date], *, threshold: int, themes_by_month: bool = True, answers: bool = True
) -> Counted:
    """Count everything of these months, given as their first days, in order.

    Answers to each form are counted one by one, not read from the roll-up: a page that must cost the same
    however many there are leaves them out.
    """
    found = Counted(tuple(months), threshold, areas=team_areas())
    for first, last in _runs(months):
        asked = Voices(reach=WHOLE_AUTHORITY, first=first, last=last)
        for tally in counts.count_voices(asked, by=("team_id", "month", "speaker")):
            found.voices[_team(tally.team_id), str(tally.month), _known(tally.speaker)] += tally.n
        for tally in counts.count_themes(asked, by=BY_TEAM):
            theme, team = _known(tally.theme), _team(tally.team_id)
            found.themes[theme, team, _known(tally.speaker), _known(tally.valence)] += tally.n
        if themes_by_month:
            for tally in counts.count_themes(asked, by=("theme", "month")):
                found.theme_months[_known(tally.theme), str(tally.month)] += tally.n
        found.grades.update(count_grades(first, last))
        if answers:
            _count_answers(found, first, last_of_month(last))
    return found


def theme_labels() -> dict[str, str]:
    """The themes in use, by slug, in the order of their labels."""
    rows = db.session.execute(
        select(ThemeRow.slug, ThemeRow.label).where(~ThemeRow.hidden).order_by(ThemeRow.label)
    )
    return {row.slug: row.label for row in rows}


def team_names() -> dict[str, str]:
    """The teams, by name."""
    rows = db.session.execute(select(Team.id, Team.name).order_by(Team.name))
    return {str(row.id): row.name for row in rows}


def team_areas() -> dict[str, str]:
    """In which area each team stands."""
    rows = db.session.execute(select(Team.id, Team.service_area_id).order_by(Team.id))
    return {str(row.id): str(row.service_area_id) for row in rows}


def _runs(months: Sequence[date]) -> Iterator[tuple[date, date]]:
    """The first and the last of each run of months without a gap."""
    start = before = None
    for month in months:
        if start is None or before is None or months_later(before, 1) != month:
            if start is not None and before is not None:
                yield start, before
            start = month
        before = month
    if start is not None and before is not None:
        yield start, before


def _count_answers(found: Counted, start: date, end: date) -> None:
    rows = db.session.execute(
        select(Collection.title, Response.team_id, func.count())
        .join(Response, Response.collection_id == Collection.id)
        .where(Response.day.between(start, end))
        .group_by(Collection.title, Response.team_id)
    )
    for title, team_id, n in rows:
        found.answers[title, _team(team_id)] += n


def _team(team_id: UUID | None) -> str:
    return OTHERS if team_id is None else str(team_id)


def _known(value: str | None) -> str:
    if value is None:
        raise ValueError("a dimension that was asked for is missing")
    return value
