"""Keeping question sets: a shipped set becomes a published version, and a changed one the next version."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from core.db import db
from core.questions.models import QuestionSet, QuestionSetVersion
from core.questions.schema import QuestionSetDefinition


def publish(definition: QuestionSetDefinition) -> QuestionSetVersion:
    """The published version that says exactly this; made where the newest one says something else."""
    question_set = _question_set(definition)
    newest = newest_version(definition.key)
    stored = as_json(definition)
    if newest is not None and newest.definition == stored:
        return newest
    version = QuestionSetVersion(
        question_set_id=question_set.id,
        number=newest.number + 1 if newest else 1,
        definition=stored,
        published_at=datetime.now(UTC),
    )
    db.session.add(version)
    db.session.flush()
    return version


def newest_version(key: str) -> QuestionSetVersion | None:
    """The newest published version of the set called `key`."""
    return db.session.scalars(
        select(QuestionSetVersion)
        .join(QuestionSet)
        .where(QuestionSet.key == key, QuestionSetVersion.published_at.is_not(None))
        .order_by(QuestionSetVersion.number.desc())
        .limit(1)
    ).first()


def as_json(definition: QuestionSetDefinition) -> dict[str, Any]:
    """A definition as it is stored: what was left out of the file stays out."""
    return definition.model_dump(mode="json", by_alias=True, exclude_none=True)


def _question_set(definition: QuestionSetDefinition) -> QuestionSet:
    """The row of this set, locked, so that two publications number their versions one after the other."""
    made = QuestionSet(key=definition.key, purpose=definition.purpose)
    db.session.execute(
        insert(QuestionSet)
        .values(id=made.id, key=made.key, purpose=made.purpose)
        .on_conflict_do_nothing(index_elements=["key"])
    )
    return db.session.scalars(
        select(QuestionSet).where(QuestionSet.key == definition.key).with_for_update()
    ).one()
