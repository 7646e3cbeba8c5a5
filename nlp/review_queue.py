"""Which passage a person looks at next: what teaches most first, and two people rarely meet."""

import hashlib
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, func, select

from core.access import Reach, within
from core.db import db
from core.passages import Passage
from nlp.models import PassageReading

WINDOW = 12
MOST_COUNTED = 1000


def next_to_look_at(found: Reach, *, person_id: UUID, skipped: Collection[UUID] = ()) -> UUID | None:
    """The passage that this person should look at now, or None when nothing is left.

    Of the few that teach most, each person is given a different one, so that two people who work side by
    side seldom open the same passage.
    """
    best = db.session.scalars(
        _waiting(found)
        .where(PassageReading.passage_id.not_in(skipped))
        .order_by(PassageReading.teaches.desc(), PassageReading.passage_id)
        .limit(WINDOW)
    ).all()
    return min(best, key=lambda passage_id: _shuffled(passage_id, person_id), default=None)


def left_to_look_at(found: Reach) -> int:
    """How many passages wait for a person's look; counting stops at `MOST_COUNTED`."""
    some = _waiting(found).limit(MOST_COUNTED).subquery()
    return db.session.scalars(select(func.count()).select_from(some)).one()


def left_unread(found: Reach) -> int:
    """How many passages the machine could not read."""
    return db.session.scalars(
        select(func.count()).where(Passage.state == "pending", within(found, Passage.team_id))
    ).one()


def _waiting(found: Reach) -> Select[UUID]:
    query = select(PassageReading.passage_id).where(
        PassageReading.looked_at.is_(None), PassageReading.because.is_(None)
    )
    if found.everything:
        return query
    return query.join(Passage, Passage.id == PassageReading.passage_id).where(within(found, Passage.team_id))


def _shuffled(passage_id: UUID, person_id: UUID) -> bytes:
    return hashlib.blake2b(passage_id.bytes + person_id.bytes, digest_size=8).digest()
