"""How many voices said what: read from the roll-up, exact, and seen by nobody before it is made safe.

Each question costs a few thousand rows of the roll-up at most, however many passages there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from core.access import Reach
from core.db import db
from core.people.models import Team
from feedback.models import Collection, Response
from learning.differencing import Block
from learning.scope import OTHERS, Scope
from nlp.kept import counts
from nlp.kept.counts import Tally
from nlp.kept.models import ThemeRow

EVERYBODY: Final = Reach(everything=True, team_ids=frozenset())
SPEAKERS: Final = ("child", "family", "staff")
BY_TEAM: Final[tuple[counts.Dimension, ...]] = ("theme", "team_id", "room", "speaker", "valence")
VALENCES: Final = ("positive", "negative", "mixed", "neutral")


@dataclass
class Counted:
    """Exact counts of one scope and period, by group of teams (see `Scope`)."""

    voices: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By group and speaker."""
    months: Counter[tuple[str, date]] = field(default_factory=Counter)
    """By group and month."""
    teams: Counter[UUID | None] = field(default_factory=Counter)
    """By team."""
    said: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By theme, group and speaker."""
    ways: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By theme, group and valence."""
    said_months: Counter[tuple[str, date]] = field(default_factory=Counter)
    """By theme and month."""


def count(scope: Scope, *, start: date, end: date, by_month: bool) -> Counted:
    """Count the voices of a period. Themes by month are counted only where the scope is the whole
    authority."""
    asked = counts.Scope(reach=EVERYBODY, first=start, last=end)
    found = Counted()
    groups = dict(scope.team_groups)
    for tally in _people(counts.count_voices(asked, by=("team_id", "month", "room", "speaker"))):
        group = groups.get(tally.team_id, OTHERS)
        found.voices[group, _known(tally.speaker)] += tally.n
        found.teams[tally.team_id] += tally.n
        if tally.month:
            found.months[group, tally.month] += tally.n
    for tally in _people(counts.count_themes(asked, by=BY_TEAM)):
        theme, group = _known(tally.theme), groups.get(tally.team_id, OTHERS)
        found.said[theme, group, _known(tally.speaker)] += tally.n
        found.ways[theme, group, _known(tally.valence)] += tally.n
    if by_month and scope.kind == "authority":
        for tally in _people(counts.count_themes(asked, by=("theme", "month", "room", "speaker"))):
            if tally.month:
                found.said_months[_known(tally.theme), tally.month] += tally.n
    return found


def cohort_of(scope: Scope) -> dict[Block, int]:
    """Which voices a scope counts, in the finest blocks there are."""
    asked = counts.Scope(reach=EVERYBODY, first=scope.start, last=scope.end)
    found: Counter[Block] = Counter()
    for tally in _people(counts.count_voices(asked, by=("team_id", "month", "room", "speaker"))):
        if scope.here is None or scope.group_of(tally.team_id) == scope.here:
            found[Block(str(tally.team_id), str(tally.month), _known(tally.speaker))] += tally.n
    return dict(found)


def theme_labels() -> dict[str, str]:
    """The themes in use, by slug, in the order of their labels."""
    rows = db.session.execute(
        select(ThemeRow.slug, ThemeRow.label).where(~ThemeRow.hidden).order_by(ThemeRow.label)
    )
    return {row.slug: row.label for row in rows}


def team_names() -> dict[UUID, str]:
    """The teams, by name."""
    rows = db.session.execute(select(Team.id, Team.name).order_by(Team.name))
    return {row.id: row.name for row in rows}


def count_answers(scope: Scope) -> dict[str, Counter[str]]:
    """Responses of the period by the title of their collection, and by group of teams."""
    rows = db.session.execute(
        select(Collection.title, Response.team_id, func.count())
        .join(Response, Response.collection_id == Collection.id)
        .where(Response.day.between(scope.start, scope.end))
        .group_by(Collection.title, Response.team_id)
        .order_by(Collection.title)
    )
    found: dict[str, Counter[str]] = {}
    for title, team_id, n in rows:
        found.setdefault(title, Counter())[scope.group_of(team_id)] += n
    return found


def _people(tallies: Iterable[Tally]) -> Iterable[Tally]:
    """Only what people said. What staff write in an audit is a finding, not a voice."""
    return (tally for tally in tallies if not (tally.room == "audit" and tally.speaker == "staff"))


def _known(value: str | None) -> str:
    if value is None:
        raise ValueError("a dimension that was asked for is missing")
    return value
