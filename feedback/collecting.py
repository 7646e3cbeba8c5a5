"""Making, changing, opening and closing collections."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select

from core import trail
from core.db import db
from core.questions.schema import QuestionSetDefinition
from core.questions.storing import publish
from feedback.models import Collection, Response


class SlugTaken(ValueError):
    """Another collection has this address."""


class AnswersAreIn(ValueError):
    """Somebody has answered, so the questions stay as they are."""


class PromiseMade(ValueError):
    """Somebody has answered who was told how long their words are kept: never longer than that."""


@dataclass(frozen=True)
class CollectionValues:
    """What makes a collection, apart from its questions."""

    title: str
    slug: str
    source: str
    team_id: UUID | None
    readers: str
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
    """Change a collection.

    Raises SlugTaken, AnswersAreIn where other questions come too late, PromiseMade where a longer time does.
    """
    if values.slug != collection.slug:
        _refuse_taken(values.slug)
    answered = db.session.scalar(select(exists().where(Response.collection_id == collection.id)))
    if answered and values.retention_months > collection.retention_months:
        raise PromiseMade
    if questions.key != collection.asks.key:
        if answered:
            raise AnswersAreIn
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


def _refuse_taken(slug: str) -> None:
    if db.session.scalar(select(exists().where(Collection.slug == slug))):
        raise SlugTaken(slug)
