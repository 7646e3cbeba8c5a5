"""Question sets as they are stored."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.questions.models import QuestionSetVersion
from core.questions.schema import QuestionSetDefinition
from core.questions.storing import newest_version, publish
from tests.core.questions.test_forms import EVERY_KIND


def reworded() -> QuestionSetDefinition:
    return QuestionSetDefinition.model_validate(
        EVERY_KIND.model_dump(mode="json", by_alias=True) | {"title": "Every kind there is"}
    )


def test_a_set_is_published_once(session: Session) -> None:
    first = publish(EVERY_KIND)
    assert publish(EVERY_KIND).id == first.id
    assert first.asks == EVERY_KIND


def test_a_changed_set_is_the_next_version_and_the_old_one_stays(session: Session) -> None:
    first = publish(EVERY_KIND)
    second = publish(reworded())
    assert (first.number, second.number) == (1, 2)
    assert newest_version("every-kind") == second
    assert str(first.asks.title) == "Every kind"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE question_set_version SET definition = '{}'",
        "UPDATE question_set_version SET published_at = NULL",
        "DELETE FROM question_set_version",
    ],
)
def test_the_database_refuses_to_change_a_published_version(session: Session, change: str) -> None:
    publish(EVERY_KIND)
    with pytest.raises(IntegrityError, match="never changes"):
        session.execute(text(change))


def test_an_unpublished_version_may_still_change(session: Session) -> None:
    version = publish(EVERY_KIND)
    draft = QuestionSetVersion(
        question_set_id=version.question_set_id, number=2, definition=version.definition, published_at=None
    )
    session.add(draft)
    session.flush()
    draft.definition = reworded().model_dump(mode="json", by_alias=True)
    session.flush()
    assert newest_version("every-kind") == version
