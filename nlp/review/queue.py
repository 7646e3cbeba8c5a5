"""Which passage a person looks at next: what teaches most first, and no two people the same."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from core.access import Reach, within
from core.db import db
from core.passages import Passage
from core.people.models import User
from nlp.kept.models import PassageReading
from nlp.review.models import DoubleCoding, ReviewLease

MOST_COUNTED = 1000
LEASE = timedelta(minutes=15)
TRIES = 8


def take_next(found: Reach, *, person_id: UUID, skipped: Collection[UUID] = ()) -> UUID | None:
    """Give this person the passage to look at now, and nobody else for a while; None when nothing is left.

    The one that they have open already comes again. A passage that waits for a second person comes before
    others, so that the share of double looks stays what it was set to. Flushes.
    """
    mine = db.session.scalars(
        select(ReviewLease.passage_id).where(ReviewLease.person_id == person_id)
    ).one_or_none()
    if mine is not None and mine not in skipped and _still_waits(mine, found, person_id):
        _take(mine, person_id)
        return mine
    give_back(person_id=person_id)
    for _ in range(TRIES):
        free = _first_free(second_looks(found, person_id), skipped) or _first_free(_waiting(found), skipped)
        if free is None or _take(free, person_id):
            return free
    return None


def give_back(*, person_id: UUID) -> None:
    """This person has no passage open any more."""
    db.session.execute(delete(ReviewLease).where(ReviewLease.person_id == person_id))


def held_by_another(passage_id: UUID, *, person_id: UUID) -> User | None:
    """Who else has this passage open now."""
    return db.session.scalars(
        select(User)
        .join(ReviewLease, ReviewLease.person_id == User.id)
        .where(
            ReviewLease.passage_id == passage_id,
            ReviewLease.person_id != person_id,
            ReviewLease.until > datetime.now(UTC),
        )
    ).one_or_none()


def left_to_look_at(found: Reach) -> int:
    """How many passages wait for a person's look; counting stops at `MOST_COUNTED`."""
    return _count(_waiting(found))


def second_looks_for(found: Reach, *, person_id: UUID) -> int:
    """How many passages wait for this person's look as the second; counting stops at `MOST_COUNTED`."""
    return _count(second_looks(found, person_id))


def left_unread(found: Reach) -> int:
    """How many passages the machine could not read."""
    return db.session.scalars(
        select(func.count()).where(Passage.state == "pending", within(found, Passage.team_id))
    ).one()


def second_looks(found: Reach, person_id: UUID) -> Select[UUID]:
    """Passages that somebody else looked at and that wait for a second person, oldest first."""
    return (
        select(PassageReading.passage_id)
        .join(DoubleCoding, DoubleCoding.passage_id == PassageReading.passage_id)
        .join(Passage, Passage.id == PassageReading.passage_id)
        .where(
            DoubleCoding.second_at.is_(None),
            DoubleCoding.first_by != person_id,
            PassageReading.because.is_(None),
            Passage.state == "read",
            within(found, Passage.team_id),
        )
        .order_by(DoubleCoding.first_at, PassageReading.passage_id)
    )


def held_now() -> Select[UUID]:
    """Passages that somebody has open."""
    return select(ReviewLease.passage_id).where(ReviewLease.until > datetime.now(UTC))


def _waiting(found: Reach) -> Select[UUID]:
    query = (
        select(PassageReading.passage_id)
        .where(PassageReading.looked_at.is_(None), PassageReading.because.is_(None))
        .order_by(PassageReading.teaches.desc(), PassageReading.passage_id)
    )
    if found.everything:
        return query
    return query.join(Passage, Passage.id == PassageReading.passage_id).where(within(found, Passage.team_id))


def _first_free(query: Select[UUID], skipped: Collection[UUID]) -> UUID | None:
    held = exists().where(
        ReviewLease.passage_id == PassageReading.passage_id, ReviewLease.until > datetime.now(UTC)
    )
    return db.session.scalars(
        query.where(~held, PassageReading.passage_id.not_in(skipped))
        .limit(1)
        .with_for_update(skip_locked=True, of=PassageReading)
    ).one_or_none()


def _still_waits(passage_id: UUID, found: Reach, person_id: UUID) -> bool:
    mine = PassageReading.passage_id == passage_id
    queries = (_waiting(found), second_looks(found, person_id))
    return any(db.session.scalars(query.where(mine)).first() for query in queries)


def _take(passage_id: UUID, person_id: UUID) -> bool:
    """Whether this person has the passage now: somebody may have been a moment quicker."""
    now = datetime.now(UTC)
    statement = upsert(ReviewLease).values(passage_id=passage_id, person_id=person_id, until=now + LEASE)
    taken = db.session.scalars(
        statement.on_conflict_do_update(
            index_elements=["passage_id"],
            set_={"person_id": person_id, "until": now + LEASE},
            where=(ReviewLease.until <= now) | (ReviewLease.person_id == person_id),
        ).returning(ReviewLease.passage_id)
    ).one_or_none()
    return taken is not None


def _count(query: Select[UUID]) -> int:
    some = query.order_by(None).limit(MOST_COUNTED).subquery()
    return db.session.scalars(select(func.count()).select_from(some)).one()
