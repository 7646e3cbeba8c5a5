"""Drafts: answers kept from page to page, found only by a token in the person's own cookie."""

import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from core.db import db
from core.questions.kinds import Answers
from feedback.models import Collection, Draft

KEPT_HOURS = 4


def find(token: str | None, collection: Collection) -> Draft | None:
    """The draft this token opens, where it belongs to this collection and to the wording that is asked."""
    if not token:
        return None
    return db.session.scalars(
        select(Draft).where(
            Draft.token_hash == _hash(token),
            Draft.collection_id == collection.id,
            Draft.version_id == collection.version_id,
            Draft.kept_until > datetime.now(UTC),
        )
    ).one_or_none()


def save(*, token: str, collection: Collection, answers: Answers) -> Draft:
    """Keep these answers under this token, for a few hours more."""
    draft = find(token, collection)
    if draft is None:
        draft = Draft(token_hash=_hash(token), collection_id=collection.id, version_id=collection.version_id)
        db.session.add(draft)
    draft.answers = answers
    draft.kept_until = _full_hour(datetime.now(UTC) + timedelta(hours=KEPT_HOURS))
    db.session.flush()
    return draft


def wipe(*, token: str) -> None:
    """Forget the draft under this token, if there is one."""
    db.session.execute(delete(Draft).where(Draft.token_hash == _hash(token)))


def wipe_old() -> int:
    """Forget every draft that is past its time; gives how many."""
    gone = db.session.execute(
        delete(Draft).where(Draft.kept_until <= datetime.now(UTC)).returning(Draft.id)
    ).all()
    return len(gone)


def _full_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
