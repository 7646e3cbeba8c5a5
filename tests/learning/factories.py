"""A made-up authority that has been heard, for tests of the learning room."""

from __future__ import annotations

from datetime import date
from itertools import count
from uuid import uuid4

from core.db import db
from core.people.models import ServiceArea, Team
from nlp.kept import rollup
from tests.nlp.factories import make_codebook, make_read_passage, make_suggestion

_number = count(1)


def make_area(*names: str) -> list[Team]:
    """Teams of these names, in one new service area."""
    number = next(_number)
    area = ServiceArea(slug=f"children-{number}", name=f"Children’s services {number}")
    db.session.add(area)
    db.session.flush()
    teams = [Team(slug=f"{name.lower()}-{number}", name=name, service_area_id=area.id) for name in names]
    db.session.add_all(teams)
    db.session.flush()
    return teams


def hear(
    n: int,
    *,
    team: Team | None = None,
    speaker: str = "child",
    on: date = date(2026, 5, 10),
    themes: dict[str, str] | None = None,
    words: str = "She listens to me.",
    may_quote: bool = False,
    room: str = "feedback",
) -> None:
    """`n` voices that speak of these themes in these ways."""
    for _ in range(n):
        passage = make_read_passage(
            source_id=uuid4(),
            team_id=team.id if team else None,
            speaker=speaker,
            on=on,
            words=words,
            may_quote=may_quote,
            room=room,
        )
        for theme, valence in (themes or {}).items():
            make_suggestion(passage, theme, valence)


def settle() -> None:
    """Count everything that was heard, as the reading would have."""
    db.session.flush()
    rollup.rebuild()
    db.session.commit()


def themes(*slugs: str) -> None:
    """A codebook of these themes."""
    make_codebook(*slugs)
