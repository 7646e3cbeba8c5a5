"""How auditors graded each standard, exact, and seen by nobody before it is made safe."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from audit.models import Grade, Review
from audit.vocabulary import ReviewState
from core.db import db
from learning.counted import Rows


def count_grades(first: date, last: date) -> Rows:
    """Grades given from month `first` to month `last` in reviews that are signed off, by standard, scale,
    version of the scale, grade and team.

    A case that two activities grade on one standard has two: they are grades given, not cases.
    """
    kept = (Grade.standard, Grade.scale, Grade.scale_version, Grade.grade, Grade.team_id)
    rows = db.session.execute(
        select(*kept, func.count())
        .join(Review, Review.id == Grade.review_id)
        .where(Grade.month.between(first, last), Review.state == ReviewState.signed_off.value)
        .group_by(*kept)
    )
    return Rows({tuple(str(part) for part in key): n for *key, n in rows})
