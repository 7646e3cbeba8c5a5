"""How auditors graded each standard, exact, and seen by nobody before it is made safe."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from audit.models import Grade
from core.db import db
from learning.scope import Scope


@dataclass(frozen=True, slots=True)
class Graded:
    """`n` grades of one standard in the words of one version of one scale."""

    standard: str
    scale: str
    grade: str
    group: str
    n: int


def count_grades(scope: Scope) -> list[Graded]:
    """Grades given in the period, by standard, scale, grade and group of teams."""
    rows = db.session.execute(
        select(Grade.standard, Grade.scale, Grade.grade, Grade.team_id, func.count())
        .where(Grade.month.between(scope.start, scope.end))
        .group_by(Grade.standard, Grade.scale, Grade.grade, Grade.team_id)
    )
    found: Counter[tuple[str, str, str, str]] = Counter()
    for standard, scale, grade, team_id, n in rows:
        found[standard, scale, grade, scope.group_of(team_id)] += n
    return [Graded(*key, n) for key, n in sorted(found.items())]
