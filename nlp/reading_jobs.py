"""The job that reads new passages, and the sweep that finds what is left to read."""

import math
from uuid import UUID

import structlog
from sqlalchemy import func, select

from core.db import db
from core.jobs import nudge, sweep, task
from core.jobs.queue import waiting
from core.keys import Unreadable
from core.passages import Passage
from nlp.bounded import BoundedReader, Unread
from nlp.codebook_versions import keep_codebook
from nlp.findings import Speaker
from nlp.keeping import Outcome, keep_readings
from nlp.known_here import familiar_here

READ_PASSAGES = "nlp.read_passages"
BATCH = 256
MOST_JOBS = 16

log = structlog.get_logger("heard.reading")
reader = BoundedReader()


@task(READ_PASSAGES)
def read_passages(passage_ids: list[str] | None = None) -> None:
    """Read a batch of new passages, those named first, and ask for another job while there may be more.

    Everything is stored in one transaction: a job that dies leaves its passages new.
    """
    claimed = _claim(passage_ids or [])
    if not claimed:
        return
    codebook = keep_codebook()
    keep_readings(_read(claimed), codebook=codebook)
    if len(claimed) == BATCH:
        nudge(READ_PASSAGES)


@sweep()
def find_unread() -> None:
    """Keep enough reading jobs waiting for the passages that are still new, and the codebook stored."""
    keep_codebook()
    left = db.session.scalars(
        select(func.count()).select_from(
            select(Passage.id).where(Passage.state == "new").limit(BATCH * MOST_JOBS).subquery()
        )
    ).one()
    for _ in range(math.ceil(left / BATCH) - waiting(READ_PASSAGES)):
        nudge(READ_PASSAGES)


def _claim(passage_ids: list[str]) -> list[Passage]:
    """New passages that no other job holds, locked until the transaction ends."""
    new = (
        select(Passage)
        .where(Passage.state == "new")
        .limit(BATCH)
        .with_for_update(skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    named = [UUID(passage_id) for passage_id in passage_ids]
    claimed = list(db.session.scalars(new.where(Passage.id.in_(named))).all()) if named else []
    return claimed or list(db.session.scalars(new).all())


def _read(claimed: list[Passage]) -> list[Outcome]:
    opened: list[tuple[Passage, str]] = []
    outcomes: list[Outcome] = []
    for passage in claimed:
        try:
            opened.append((passage, passage.words))
        except Unreadable:
            outcomes.append((passage, Unread("sealed")))
    texts = [(words, Speaker(passage.speaker)) for passage, words in opened]
    found = reader.read(texts, familiar=familiar_here())
    outcomes += zip((passage for passage, _ in opened), found, strict=True)
    for passage, outcome in outcomes:
        if isinstance(outcome, Unread):
            log.warning(
                "passage not read", passage=str(passage.id), because=outcome.because, fault=outcome.fault
            )
    return outcomes
