"""Drafts: answers kept from page to page, found only by a token in the person's own cookie."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from core.db import db
from core.questions.kinds import Answers, Question, TextQuestion
from core.questions.models import QuestionSetVersion
from core.questions.schema import QuestionSetDefinition
from feedback.models import Collection, Draft

KEPT_HOURS = 4

TABLE = Draft.metadata.tables[Draft.__tablename__]


class Left(Exception):
    """Whoever wrote under this token has taken the way out: nothing is kept under it any more."""


def answers_so_far(token: str | None, collection: Collection) -> Answers:
    """What the draft that this token opens holds of what this collection asks now; nothing where there is none.

    Raises:
        Left: the visit was left by the way out.
    """
    if not token:
        return {}
    draft = db.session.scalars(
        select(Draft).where(
            Draft.token_hash == _hash(token),
            Draft.collection_id == collection.id,
            Draft.kept_until > datetime.now(UTC),
        )
    ).one_or_none()
    if draft is None:
        return {}
    if draft.left:
        raise Left
    if draft.version_id == collection.version_id:
        kept: Answers = draft.answers
        return kept
    asked = db.session.get_one(QuestionSetVersion, draft.version_id).asks
    return what_still_fits(draft.answers, asked=asked, asks=collection.asks)


def what_still_fits(
    answers: Answers, *, asked: QuestionSetDefinition, asks: QuestionSetDefinition
) -> Answers:
    """Of the answers to one set of questions, those that answer another.

    Rationale: words stay with their question however it is put now, for they are looked over before they are
    sent. A pick, or a consent, stands only for the very question that it was given to.
    """
    return {
        key: answer
        for key, answer in answers.items()
        if key in asks.by_key and _is_the_same(asked.by_key[key], asks.by_key[key])
    }


def save(*, token: str, collection: Collection, answers: Answers) -> None:
    """Keep these answers under this token, for a few hours more. Whatever was kept under it makes room.

    Raises:
        Left: the visit was left by the way out, were it a moment ago.
    """
    row = _row(token=token, collection=collection, answers=answers, left=False)
    kept = insert(TABLE).values(row)
    if not db.session.execute(
        kept.on_conflict_do_update(
            index_elements=["token_hash"], set_=row, where=TABLE.c.left.is_(False)
        ).returning(TABLE.c.id)
    ).one_or_none():
        raise Left


def leave(*, token: str, collection: Collection) -> None:
    """Forget what is kept under this token, and what is still on its way to be kept."""
    row = _row(token=token, collection=collection, answers={}, left=True)
    db.session.execute(
        insert(TABLE).values(row).on_conflict_do_update(index_elements=["token_hash"], set_=row)
    )


def _row(*, token: str, collection: Collection, answers: Answers, left: bool) -> dict[str, Any]:
    draft = Draft(
        token_hash=_hash(token),
        collection_id=collection.id,
        version_id=collection.version_id,
        answers=answers,
        kept_until=_full_hour(datetime.now(UTC) + timedelta(hours=KEPT_HOURS)),
        left=left,
    )
    return {column.name: getattr(draft, column.name) for column in TABLE.columns}


def wipe(*, token: str) -> None:
    """Forget the draft under this token, if there is one."""
    db.session.execute(delete(Draft).where(Draft.token_hash == _hash(token)))


def wipe_old() -> int:
    """Forget every draft that is past its time; gives how many."""
    gone = db.session.execute(
        delete(Draft).where(Draft.kept_until <= datetime.now(UTC)).returning(Draft.id)
    ).all()
    return len(gone)


def _is_the_same(was: Question, now: Question) -> bool:
    return was == now or (isinstance(was, TextQuestion) and isinstance(now, TextQuestion))


def _full_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
