"""Reading all history again with the newest codebook: what is left, how fast it goes, pause and resume.

The truth is each passage's own row: whatever was last read with another codebook is left to do. So a worker
that dies leaves its passages as they were, and nothing is read twice.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update

from core.access import WHOLE_AUTHORITY, Reach, within
from core.db import db
from core.jobs import nudge
from core.jobs.queue import waiting
from core.passages import Passage
from nlp.codebook.models import Rereading
from nlp.kept.models import CodebookVersion, PassageReading

READ_PASSAGES = "nlp.read_passages"
REREAD_PASSAGES = "nlp.reread_passages"
AFTER_WHAT_IS_NEW = -10
BATCH = 256
MOST_JOBS = 16


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a re-reading has come. `a_second` is None until it can be told, and so is `seconds_left`."""

    total: int
    left: int
    a_second: float | None

    @property
    def done(self) -> int:
        return max(0, self.total - self.left)

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.done / self.total if self.total else 1.0

    @property
    def seconds_left(self) -> float | None:
        return self.left / self.a_second if self.a_second else None


def begin(version: CodebookVersion) -> Rereading:
    """Read again, with this version, everything that was read with another; an earlier re-reading gives way.

    What could not be read before is tried again too. Flushes.
    """
    db.session.execute(
        update(Rereading)
        .where(Rereading.state.in_(("running", "paused")), Rereading.codebook_id != version.id)
        .values(state="replaced")
    )
    try_again(WHOLE_AUTHORITY)
    left = left_to_reread(version.id)
    rereading = rereading_of(version.id) or Rereading(codebook_id=version.id)
    rereading.total = rereading.left_then = left
    rereading.state, rereading.finished_at = ("running", None) if left else ("done", datetime.now(UTC))
    rereading.begun_at = rereading.running_since = datetime.now(UTC)
    db.session.add(rereading)
    db.session.flush()
    keep_jobs_waiting(left)
    return rereading


def rereading_of(version_id: UUID) -> Rereading | None:
    return db.session.scalars(select(Rereading).where(Rereading.codebook_id == version_id)).one_or_none()


def left_to_reread(version_id: UUID) -> int:
    """How many passages were last read with a codebook that reads another way than this."""
    return db.session.scalars(
        select(func.count()).select_from(_left(select(PassageReading.passage_id), version_id).subquery())
    ).one()


def left_new() -> int:
    """How many passages nobody has read yet."""
    return db.session.scalars(select(func.count()).where(Passage.state == "new")).one()


def claim(version_id: UUID) -> list[Passage]:
    """Passages left to read again that no other job holds, locked until the transaction ends.

    Looking for them and locking them are not one moment, so what another job finished in between is left out.
    """
    locked = list(
        db.session.scalars(
            _left(select(Passage).join(PassageReading, PassageReading.passage_id == Passage.id), version_id)
            .where(Passage.state == "read")
            .limit(BATCH)
            .with_for_update(skip_locked=True, key_share=True, of=Passage)
            .execution_options(populate_existing=True)
        ).all()
    )
    ids = [passage.id for passage in locked]
    still = set(
        db.session.scalars(
            _left(select(PassageReading.passage_id), version_id).where(PassageReading.passage_id.in_(ids))
        )
    )
    return [passage for passage in locked if passage.id in still]


def pause(rereading: Rereading) -> None:
    """Start no more batches. Those under way are finished."""
    if rereading.state == "running":
        rereading.state = "paused"
        db.session.flush()


def resume(rereading: Rereading) -> None:
    """Go on where it stopped."""
    if rereading.state != "paused":
        return
    rereading.state = "running"
    rereading.running_since = datetime.now(UTC)
    rereading.left_then = left_to_reread(rereading.codebook_id)
    db.session.flush()
    keep_jobs_waiting(rereading.left_then)


def finish_if_nothing_is_left(rereading: Rereading) -> None:
    """Call it done, when it is."""
    if rereading.state == "running" and not left_to_reread(rereading.codebook_id):
        rereading.state, rereading.finished_at = "done", datetime.now(UTC)
        db.session.flush()


def progress(rereading: Rereading, *, now: datetime) -> Progress:
    """How far it is, and how fast since it was last started."""
    left = left_to_reread(rereading.codebook_id) if rereading.state in ("running", "paused") else 0
    seconds = (now - rereading.running_since).total_seconds()
    done_since = rereading.left_then - left
    known = rereading.state == "running" and done_since > 0 and seconds > 0
    return Progress(rereading.total, left, done_since / seconds if known else None)


def go_on() -> None:
    """Let jobs look for what is left, wherever it came from."""
    nudge(REREAD_PASSAGES, priority=AFTER_WHAT_IS_NEW)


def keep_jobs_waiting(left: int) -> None:
    """See that enough jobs wait for `left` passages."""
    for _ in range(jobs_wanted(REREAD_PASSAGES, left)):
        go_on()


def jobs_wanted(name: str, left: int) -> int:
    """How many more jobs of this name are to wait for `left` passages, so that every worker has something to do."""
    return min(MOST_JOBS, math.ceil(left / BATCH)) - waiting(name)


def unreadable(found: Reach) -> int:
    """How many passages in reach could not be read, or not read again."""
    return db.session.scalars(select(func.count()).select_from(_failed(found).subquery())).one()


def try_again(found: Reach) -> int:
    """Let what could not be read, or not read again, be tried once more; returns how many."""
    chosen = [
        row.id for row in db.session.execute(_failed(found).with_for_update(skip_locked=True, of=Passage))
    ]
    db.session.execute(
        update(Passage).where(Passage.id.in_(chosen), Passage.state == "pending").values(state="new")
    )
    db.session.execute(
        update(PassageReading)
        .where(PassageReading.passage_id.in_(chosen), _is_read())
        .values(because=None)
        .execution_options(synchronize_session=False)
    )
    return len(chosen)


def _left(query: Select[Any], version_id: UUID) -> Select[Any]:
    """Narrow to what was last read with a version that reads another way. Naming these lets the index find the
    few left."""
    reads_as = func.coalesce(CodebookVersion.reads_as_id, CodebookVersion.id)
    this = select(reads_as).where(CodebookVersion.id == version_id).scalar_subquery()
    others = db.session.scalars(select(CodebookVersion.id).where(reads_as != this)).all()
    return query.where(PassageReading.codebook_id.in_(others), PassageReading.because.is_(None))


def _failed(found: Reach) -> Select[Any]:
    return (
        select(Passage.id)
        .join(PassageReading, PassageReading.passage_id == Passage.id)
        .where(
            PassageReading.because.is_not(None),
            Passage.state.in_(("pending", "read")),
            within(found, Passage.team_id),
        )
    )


def _is_read() -> Any:
    return select(Passage.id).where(Passage.id == PassageReading.passage_id, Passage.state == "read").exists()
