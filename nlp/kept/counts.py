"""How many voices said what: questions put to the roll-up, and the passages behind a figure.

Figures are exact and unsuppressed: whoever shows them hides the small ones first. A voice is a response
or a review. For one place and theme a voice has one valence, so valences add up to the voices of a theme;
themes do not add up to anything, because one voice speaks of several.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, cast, exists, func, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute

from core.access import Reach, within
from core.db import db
from core.passages import Passage, Room, Speaker
from nlp.findings import Valence
from nlp.kept.marks import places_kept
from nlp.kept.models import Decision, Suggestion, Tag
from nlp.kept.reading import Span
from nlp.kept.rollup import CELL, ThemeCount, VoiceCount

Dimension = Literal["team_id", "month", "room", "speaker", "theme", "valence"]


@dataclass(frozen=True)
class Scope:
    """Which voices to count: those in reach, of months `first` to `last` (both counted), said to `rooms`.

    `teams` narrows further (None: every team in reach); so do `speakers`.
    """

    reach: Reach
    first: date
    last: date
    teams: frozenset[UUID] | None = None
    rooms: tuple[Room, ...] = get_args(Room)
    speakers: tuple[Speaker, ...] = get_args(Speaker)

    def holds(self, figures: type[ThemeCount | VoiceCount | Passage]) -> ColumnElement[bool]:
        """The condition that keeps rows of `figures` inside this scope."""
        condition = (
            within(self.reach, figures.team_id)
            & self.months_of(figures.month)
            & figures.room.in_(self.rooms)
            & figures.speaker.in_(self.speakers)
        )
        return condition if self.teams is None else condition & figures.team_id.in_(self.teams)

    def months_of(self, month: ColumnElement[date] | InstrumentedAttribute[date]) -> ColumnElement[bool]:
        """The condition that keeps a month inside this scope."""
        return month.between(self.first.replace(day=1), self.last.replace(day=1))


@dataclass(frozen=True, slots=True)
class Tally:
    """`n` voices; a dimension that was not asked for is None. `team_id` is None for no team, too."""

    n: int
    team_id: UUID | None = None
    month: date | None = None
    room: str | None = None
    speaker: str | None = None
    theme: str | None = None
    valence: str | None = None


def count_themes(
    scope: Scope, *, by: Sequence[Dimension] = ("theme", "speaker", "month", "valence")
) -> list[Tally]:
    """Voices that speak of each theme, one tally for each combination of `by` that has any."""
    if "theme" not in by:
        raise ValueError("themes do not add up: one voice speaks of several, so ask by theme")
    return _tallies(_summed(ThemeCount, scope, by))


def count_voices(scope: Scope, *, by: Sequence[Dimension] = ("speaker", "month")) -> list[Tally]:
    """Voices that were read, whatever they speak of: what shares are of. `by` holds places only."""
    if not set(by) <= set(CELL):
        raise ValueError("voices are counted by team, month, room and speaker")
    return _tallies(_summed(VoiceCount, scope, by))


@dataclass(frozen=True, slots=True)
class Said:
    """One passage that speaks of a theme: its redacted words, and where in them it shows, if known.

    `marks` are the places that a person marked, `start` and `end` the one that the machine named.
    """

    passage_id: UUID
    source_id: UUID
    team_id: UUID | None
    month: date
    room: str
    speaker: str
    question: str
    redacted: str
    valence: str
    marks: list[Any] | None
    start: int | None
    end: int | None
    may_quote: bool

    @property
    def places(self) -> list[Span]:
        """A person's marks win over the machine's."""
        if self.marks:
            return places_kept(self.marks)
        return [(self.start, self.end)] if self.start is not None and self.end is not None else []


def passages_of(
    theme: str,
    scope: Scope,
    *,
    valence: Valence | None = None,
    limit: int = 20,
    after: tuple[date, UUID] | None = None,
) -> list[Said]:
    """Passages that speak of `theme`, newest month first; `after` is the month and id to go on from."""
    newest = union_all(
        *(
            _of_theme(kept, theme, scope, valence, after)
            .order_by(kept.month.desc(), kept.passage_id.desc())
            .limit(limit)
            for kept in (Tag, Suggestion)
        )
    ).subquery()
    query = (
        select(
            Passage.id.label("passage_id"),
            Passage.source_id,
            Passage.team_id,
            Passage.month,
            Passage.room,
            Passage.speaker,
            Passage.question,
            func.coalesce(Passage.redacted, "").label("redacted"),
            newest.c.valence,
            Tag.redacted_marks.label("marks"),
            Suggestion.redacted_start.label("start"),
            Suggestion.redacted_end.label("end"),
            Passage.may_quote,
        )
        .join(newest, newest.c.passage_id == Passage.id)
        .outerjoin(Suggestion, (Suggestion.passage_id == Passage.id) & (Suggestion.theme == theme))
        .outerjoin(Tag, (Tag.passage_id == Passage.id) & (Tag.theme == theme))
        .order_by(Passage.month.desc(), Passage.id.desc())
        .limit(limit)
    )
    return [Said(**row._mapping) for row in db.session.execute(query)]


def _of_theme(
    kept: type[Tag | Suggestion],
    theme: str,
    scope: Scope,
    valence: Valence | None,
    after: tuple[date, UUID] | None,
) -> Select[UUID, date, str | None]:
    """Passages that speak of the theme by decision, or by a suggestion that nobody decided on."""
    query = (
        select(kept.passage_id, kept.month, kept.valence)
        .join(Passage, Passage.id == kept.passage_id)
        .where(
            kept.theme == theme, scope.months_of(kept.month), scope.holds(Passage), Passage.state == "read"
        )
    )
    if kept is Tag:
        query = query.where(Tag.decision != Decision.rejected.value)
    else:
        decided = exists().where(Tag.passage_id == Suggestion.passage_id, Tag.theme == Suggestion.theme)
        query = query.where(~decided)
    if valence is not None:
        query = query.where(kept.valence == valence.value)
    if after is not None:
        query = query.where(tuple_(kept.month, kept.passage_id) < after)
    return query


def search_passages(words: str, scope: Scope, *, limit: int = 20) -> list[Passage]:
    """Read passages whose redacted words hold all of `words`, newest month first."""
    found = func.to_tsvector("english", func.coalesce(Passage.redacted, "")).bool_op("@@")(
        func.websearch_to_tsquery("english", words)
    )
    query = select(Passage).where(scope.holds(Passage), Passage.state == "read", found)
    return list(
        db.session.scalars(query.order_by(Passage.month.desc(), Passage.id.desc()).limit(limit)).all()
    )


def _summed(figures: type[ThemeCount | VoiceCount], scope: Scope, by: Sequence[Dimension]) -> Select[Any]:
    columns = [getattr(figures, name) for name in by]
    total = cast(func.sum(figures.n), Integer).label("n")
    query = select(*columns, total).where(scope.holds(figures), figures.n > 0)
    return query.group_by(*columns).order_by(*columns) if columns else query


def _tallies(query: Select[Any]) -> list[Tally]:
    return [Tally(**row._mapping) for row in db.session.execute(query) if row.n]
