"""How a practice week stands: what is done, to come and late, by auditor, team and activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from audit.models import PracticeWeek, Review
from audit.vocabulary import Activity, ReviewState
from core.access import Reach, within
from core.db import db
from core.people.models import Team, User

SENT = (ReviewState.submitted.value, ReviewState.signed_off.value)


@dataclass(frozen=True)
class Standing:
    """Reviews under one heading. `late` counts those past their date and not sent, whatever their state."""

    name: str
    done: int
    started: int
    not_started: int
    late: int

    @property
    def all(self) -> int:
        """All reviews under this heading."""
        return self.done + self.started + self.not_started


@dataclass(frozen=True)
class WeekProgress:
    """The whole week, and the same reviews three ways."""

    whole: Standing
    by_auditor: tuple[Standing, ...]
    by_team: tuple[Standing, ...]
    by_activity: tuple[Standing, ...]


def progress_of(week: PracticeWeek, *, leads: Reach, today: date) -> WeekProgress:
    """Count the week's reviews of the teams in reach."""
    here = (Review.week_id == week.id, within(leads, Review.team_id))
    by_activity = {Activity(standing.name): standing for standing in _count(Review.activity, here, today)}
    whole = _total([*by_activity.values()])
    return WeekProgress(
        whole=whole,
        by_auditor=tuple(_count(User.name, here, today, (User, Review.auditor_id))),
        by_team=tuple(_count(Team.name, here, today, (Team, Review.team_id))),
        by_activity=tuple(
            Standing(activity.label, found.done, found.started, found.not_started, found.late)
            for activity in Activity
            if (found := by_activity.get(activity))
        ),
    )


def count_to_sign_off(week: PracticeWeek, *, leads: Reach) -> int:
    """How many of the week's reviews of the teams in reach were sent in and are not signed off."""
    waiting = (Review.week_id == week.id, Review.state == ReviewState.submitted.value)
    return db.session.scalar(select(func.count()).where(*waiting, within(leads, Review.team_id))) or 0


def _count(
    name: InstrumentedAttribute[str],
    here: Sequence[ColumnElement[bool]],
    today: date,
    joined: tuple[Any, InstrumentedAttribute[Any]] | None = None,
) -> list[Standing]:
    done = Review.state.in_(SENT)
    query = select(
        name,
        func.count().filter(done),
        func.count().filter(Review.state == ReviewState.started.value),
        func.count().filter(Review.state == ReviewState.not_started.value),
        func.count().filter(~done, Review.due_on < today),
    ).where(*here)
    if joined:
        model, key = joined
        query = query.join(model, model.id == key).group_by(model.id, name)
    else:
        query = query.group_by(name)
    return [Standing(*row) for row in db.session.execute(query.order_by(name))]


def _total(standings: Sequence[Standing]) -> Standing:
    return Standing(
        "All",
        sum(each.done for each in standings),
        sum(each.started for each in standings),
        sum(each.not_started for each in standings),
        sum(each.late for each in standings),
    )
