"""Making, changing, opening and closing collections."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import exists, select

from core import trail
from core.db import db
from core.questions.schema import QuestionSetDefinition
from core.questions.storing import publish
from feedback.models import Collection, Response


class SlugTaken(ValueError):
    """Another collection has this address."""


Promised = Literal["questions", "team", "managers_read", "retention_months"]


class AnswersAreIn(ValueError):
    """Somebody has answered on a promise of what is asked, who reads and how long; `promised` is what stays."""

    def __init__(self, promised: Promised) -> None:
        super().__init__(promised)
        self.promised = promised


@dataclass(frozen=True)
class CollectionValues:
    """What makes a collection, apart from its questions."""

    title: str
    slug: str
    source: str
    team_id: UUID | None
    readers: str
    managers_read: bool = False
    read_within_days: int = 5
    opens_on: date | None = None
    closes_on: date | None = None
    retention_months: int = 36


def create(
    values: CollectionValues, *, questions: QuestionSetDefinition, open_now: bool = False
) -> Collection:
    """Make a collection that asks the newest wording of these questions. Raises SlugTaken."""
    _refuse_taken(values.slug)
    version = publish(questions)
    made = Collection(**vars(values), version_id=version.id, audience=questions.audience.value, open=open_now)
    db.session.add(made)
    db.session.flush()
    trail.record(
        action="made collection",
        subject="collection",
        subject_id=made.id,
        detail={"questions": questions.key},
    )
    return made


def change(collection: Collection, values: CollectionValues, *, questions: QuestionSetDefinition) -> None:
    """Change a collection. Raises SlugTaken, or AnswersAreIn where a change comes too late."""
    if values.slug != collection.slug:
        _refuse_taken(values.slug)
    other_questions = questions.key != collection.asks.key
    if promised := _broken_promise(collection, values, other_questions=other_questions):
        raise AnswersAreIn(promised)
    if other_questions:
        collection.version_id = publish(questions).id
        collection.audience = questions.audience.value
    for name, value in vars(values).items():
        setattr(collection, name, value)
    db.session.flush()
    db.session.expire(collection, ["version"])
    trail.record(action="changed collection", subject="collection", subject_id=collection.id)


def set_open(collection: Collection, *, to: bool) -> None:
    """Let people answer, or stop them."""
    collection.open = to
    trail.record(
        action="opened collection" if to else "closed collection",
        subject="collection",
        subject_id=collection.id,
    )


def _broken_promise(
    collection: Collection, values: CollectionValues, *, other_questions: bool
) -> Promised | None:
    """What this change would take back from people who have answered already.

    Rationale: they were told who reads, and how long their words are kept. A change of team would let other people
    read what was said before.
    """
    changes: dict[Promised, bool] = {
        "questions": other_questions,
        "team": values.team_id != collection.team_id,
        "managers_read": values.managers_read and not collection.managers_read,
        "retention_months": values.retention_months > collection.retention_months,
    }
    broken = next((promised for promised, changed in changes.items() if changed), None)
    answered = select(exists().where(Response.collection_id == collection.id))
    return broken if broken and db.session.scalar(answered) else None


def _refuse_taken(slug: str) -> None:
    if db.session.scalar(select(exists().where(Collection.slug == slug))):
        raise SlugTaken(slug)
