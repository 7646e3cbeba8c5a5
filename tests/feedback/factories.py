"""Made-up collections, responses and alerts for tests."""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from core.db import db
from core.passages.concerns import Concern, Level
from core.people.models import Team
from core.questions.kinds import Answers
from core.questions.schema import QuestionSetDefinition
from feedback import alerts
from feedback.collecting import CollectionValues, create
from feedback.models import Alert, Collection, Draft
from feedback.receipts import new_key
from feedback.shipped import SHIPPED
from feedback.submission import Receipt, submit_response

HARM = "My stepdad hits me with his belt every night"
"""Words that any screen must stop at."""


def make_collection(
    *,
    questions: str | QuestionSetDefinition = "three-houses",
    slug: str = "autumn",
    team: Team | None = None,
    open_now: bool = True,
    **values: Any,
) -> Collection:
    definition = SHIPPED[questions] if isinstance(questions, str) else questions
    made = create(
        CollectionValues(
            title=values.pop("title", "How is it for you?"),
            slug=slug,
            source=values.pop("source", "visit"),
            team_id=team.id if team else None,
            readers=values.pop("readers", "Two people in the quality team"),
            **values,
        ),
        questions=definition,
        open_now=open_now,
    )
    db.session.commit()
    return made


def make_response(
    collection: Collection, answers: Answers | None = None, *, key: str | None = None, on: date | None = None
) -> Receipt:
    receipt = submit_response(
        collection=collection,
        answers=answers or {"good-words": "My worker is kind and makes me laugh."},
        key=key or new_key(),
        on=on,
    )
    db.session.commit()
    return receipt


def make_alert(collection: Collection) -> Alert:
    receipt = make_response(collection, {"worry-words": HARM})
    return db.session.query(Alert).filter_by(response_id=receipt.response.id).one()


def make_alert_of(*chances: float | None, level: Level = "urgent", category: str = "neglect") -> Alert:
    """An alert from an audit conversation in which the screen found one thing for each of these chances."""
    said = uuid4()
    alerts.raise_for_review(
        source_id=said,
        team_id=None,
        concerns=[
            Concern(category, level, "their-words", rule="model:abc123", chance=chance) for chance in chances
        ],
    )
    db.session.commit()
    return db.session.query(Alert).filter_by(source_id=said).one()


def answers_drafted() -> list[Answers]:
    """What the drafts hold that hold anything."""
    db.session.rollback()
    return [draft.answers for draft in db.session.scalars(select(Draft)) if draft.answers]
