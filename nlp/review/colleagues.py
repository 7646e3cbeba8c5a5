"""Who else can look: the quality leads, and what each of them sees."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from core.access import Reach, reach, within
from core.db import db
from core.passages import Passage
from core.people.models import Membership, Role, User
from nlp.review.models import DoubleCoding


def leads() -> dict[UUID, Reach]:
    """Every active quality lead, with the teams that they see."""
    people = db.session.scalars(
        select(User).where(User.active, User.memberships.any(Membership.role == Role.quality_lead.value))
    )
    return {person.id: reach(person, Role.quality_lead) for person in people}


def somebody_sees(team_id: UUID | None, *, besides: Collection[UUID]) -> bool:
    """Whether a quality lead other than these sees this team."""
    return any(found.covers(team_id) for person_id, found in leads().items() if person_id not in besides)


def second_looks_of_others(found: Reach, *, person_id: UUID) -> tuple[int, int]:
    """How many passages that this person looked at wait for a second, and how many of them for nobody at all."""
    rows = db.session.execute(
        select(Passage.team_id, func.count())
        .join(DoubleCoding, DoubleCoding.passage_id == Passage.id)
        .where(
            DoubleCoding.second_at.is_(None),
            DoubleCoding.first_by == person_id,
            Passage.state == "read",
            within(found, Passage.team_id),
        )
        .group_by(Passage.team_id)
    ).all()
    others = [seen for lead, seen in leads().items() if lead != person_id]
    for_nobody = sum(many for team, many in rows if not any(seen.covers(team) for seen in others))
    return sum(many for _, many in rows), for_nobody
