"""Question sets as they are stored: each version is kept for the answers it was given."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimeOrdered
from core.questions.schema import QuestionSetDefinition


class QuestionSet(TimeOrdered, Base):
    """One set over its life. `purpose` says which room asks it."""

    __tablename__ = "question_set"
    __table_args__ = (CheckConstraint("purpose IN ('feedback', 'audit')", name="question_set_purpose_known"),)

    key: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]

    versions: Mapped[list["QuestionSetVersion"]] = relationship(
        back_populates="question_set", order_by="QuestionSetVersion.number"
    )


class QuestionSetVersion(TimeOrdered, Base):
    """One wording of a set. Once published it never changes: the database refuses.

    `definition` is fetched only when it is asked for: a process reads each published one once.
    """

    __tablename__ = "question_set_version"
    __table_args__ = (
        UniqueConstraint("question_set_id", "number"),
        CheckConstraint("number > 0", name="question_set_version_number_positive"),
    )

    question_set_id: Mapped[UUID] = mapped_column(ForeignKey("question_set.id"))
    number: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    published_at: Mapped[datetime | None]

    question_set: Mapped[QuestionSet] = relationship(back_populates="versions")

    @property
    def asks(self) -> QuestionSetDefinition:
        """The definition, read once per process where it can no longer change."""
        found = known_wording(self.id)
        if found is None:
            found = QuestionSetDefinition.model_validate(self.definition)
            if self.published_at is not None:
                if len(_READ) >= MOST_READ:
                    _READ.clear()
                _READ[self.id] = found
        return found


def known_wording(version_id: UUID) -> QuestionSetDefinition | None:
    """The definition of a published version, where this process has read it; it cannot have changed since."""
    return _READ.get(version_id)


MOST_READ = 256
_READ: dict[UUID, QuestionSetDefinition] = {}
