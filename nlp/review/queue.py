"""Which passage a person looks at next: what teaches most first, each wording once, no two people the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from core.access import Reach, within
from core.db import db
from core.passages import Passage
from core.people.models import User
from nlp.kept.models import PassageReading
from nlp.review.models import DoubleCoding, ReviewLease
from nlp.review.wording import wording, wordings_of

MOST_COUNTED = 1000
MOST_LOOKED_THROUGH = 5000
LEASE = timedelta(minutes=15)
TAKING = 0x7E57  # the advisory lock under which passages are given out


@dataclass(frozen=True, slots=True)
class Left:
    """How many wordings wait for a look; `more` where counting stopped."""

    wordings: int
    more: bool = False

    def __bool__(self) -> bool:
        return self.wordings > 0

    def __str__(self) -> str:
        return f"More than {self.wordings:,}" if self.more else f"{self.wordings:,}"

    @property
    def one(self) -> bool:
        return self.wordings == 1 and not self.more


def take_next(found: Reach, *, person_id: UUID, skipped: Collection[UUID] = ()) -> UUID | None:
    """Give this person the passage to look at now, and its wording to nobody else for a while; None: nothing left.

    The one that they have open already comes again. A passage that waits for a second person comes before
    others, so that the share of double looks stays what it was set to. Whoever skipped one of a wording is given
    none of it. One person at a time is given something. Flushes.
    """
    db.session.execute(select(func.pg_advisory_xact_lock(TAKING)))
    opened = db.session.scalars(
        select(ReviewLease.passage_id).where(ReviewLease.person_id == person_id)
    ).one_or_none()
    give_back(person_id=person_id)
    taken = wordings_of(held_now()) | wordings_of(skipped)
    queues = (second_looks(found, person_id), _waiting(found))
    again = (queue.where(PassageReading.passage_id == opened) for queue in queues if opened)
    for queue in (*again, *queues):
        if free := _first_free(queue, taken):
            _take(free, person_id)
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


def left_to_look_at(found: Reach) -> Left:
    """How many wordings wait for a person's look; counting stops at `MOST_COUNTED`, or after many passages.

    The passages counted are those whose random identifiers come first, so that a wording that fills the top of the
    queue does not hide the others.
    """
    waiting = _waiting(found).order_by(None).order_by(PassageReading.passage_id)
    some = waiting.add_columns(wording().label("wording")).limit(MOST_LOOKED_THROUGH).subquery()
    passages, wordings = db.session.execute(
        select(func.count(), func.count(some.c.wording.distinct())).select_from(some)
    ).one()
    return Left(min(wordings, MOST_COUNTED), more=wordings > MOST_COUNTED or passages == MOST_LOOKED_THROUGH)


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
    return (
        select(PassageReading.passage_id)
        .join(Passage, Passage.id == PassageReading.passage_id)
        .where(
            PassageReading.looked_at.is_(None),
            PassageReading.because.is_(None),
            within(found, Passage.team_id),
        )
        .order_by(PassageReading.teaches.desc(), PassageReading.passage_id)
    )


def _first_free(queue: Select[UUID], taken: Collection[str]) -> UUID | None:
    return db.session.scalars(
        queue.where(wording().not_in(taken)).limit(1).with_for_update(skip_locked=True, of=PassageReading)
    ).one_or_none()


def _take(passage_id: UUID, person_id: UUID) -> None:
    """Where somebody's time with it is over, it changes hands."""
    lease = {"person_id": person_id, "until": datetime.now(UTC) + LEASE}
    statement = upsert(ReviewLease).values(passage_id=passage_id, **lease)
    db.session.execute(statement.on_conflict_do_update(index_elements=["passage_id"], set_=lease))


def _count(query: Select[UUID]) -> int:
    some = query.order_by(None).limit(MOST_COUNTED).subquery()
    return db.session.scalars(select(func.count()).select_from(some)).one()
