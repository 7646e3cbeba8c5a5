"""A made-up authority that has been heard, for tests of the learning room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from uuid import uuid4

from audit.models import Grade, Review
from core.db import db
from core.people.models import ServiceArea, Team
from learning.models import Summary, SummaryOutput
from learning.pdf.pages import Kind
from nlp.kept import rollup
from tests.audit.factories import CaseFileFactory, ReviewFactory
from tests.nlp.factories import make_codebook, make_read_passage, make_suggestion

_number = count(1)
SCALE = "ofsted-ilacs"


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


def draw_nothing(summary: Summary) -> None:
    """Outputs to publish with, where nobody looks at them."""
    summary.outputs = [SummaryOutput(kind=kind.value, pdf=b"%PDF-1.7", sha256="0" * 64) for kind in Kind]
    db.session.flush()


def sent_reviews(team: Team, n: int, *, signed_off: bool = True) -> list[Review]:
    """Case audits of this team that were sent in, and that somebody signed off."""
    at = datetime(2026, 5, 4, tzinfo=UTC)
    signed = {"state": "submitted", "submitted_at": at}
    if signed_off:
        signed = {"state": "signed-off", "submitted_at": at, "signed_off_at": at}
    first = ReviewFactory.create(case=CaseFileFactory.create(team=team), **signed)
    alike = {"template_id": first.template_id, "auditor_id": first.auditor_id} | signed
    return [
        first,
        *(
            ReviewFactory.create(case=CaseFileFactory.create(team=team, week=first.week), **alike)
            for _ in range(n - 1)
        ),
    ]


def give(
    review: Review, grade: str, *, standard: str = "assessment", on: date, scale_version: int = 1
) -> None:
    """Grade a standard in this review."""
    db.session.add(
        Grade(
            review_id=review.id,
            team_id=review.team_id,
            month=on.replace(day=1),
            question=standard,
            standard=standard,
            scale=SCALE,
            scale_version=scale_version,
            grade=grade,
        )
    )
    db.session.flush()
