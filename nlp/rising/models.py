"""Words that are new or rising: what the last look found, and what people answered."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TimeOrdered


class RisingLook(Base):
    """When the newest period was last looked through. One row: what was found before gives way."""

    __tablename__ = "rising_look"
    __table_args__ = (CheckConstraint("id = 1", name="rising_look_only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    period: Mapped[date]
    looked_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RisingTerm(TimeOrdered, Base):
    """A word or phrase that more voices of one kind use than before.

    `voices` of `of_voices` use it in the period, `voices_before` of `of_voices_before` did in the one before.
    `strength` is the log-likelihood ratio; `themed` the share of its passages with any theme, from 0 to 1.
    """

    __tablename__ = "rising_term"
    __table_args__ = (
        UniqueConstraint("term", "speaker"),
        CheckConstraint("speaker IN ('child', 'family', 'staff')", name="rising_term_speaker_known"),
        CheckConstraint("0 < voices AND voices <= of_voices", name="rising_term_voices_counted"),
        CheckConstraint(
            "0 <= voices_before AND voices_before <= of_voices_before",
            name="rising_term_voices_before_counted",
        ),
        CheckConstraint("themed BETWEEN 0 AND 1", name="rising_term_themed_is_a_share"),
    )

    term: Mapped[str]
    speaker: Mapped[str]
    voices: Mapped[int]
    of_voices: Mapped[int]
    voices_before: Mapped[int]
    of_voices_before: Mapped[int]
    strength: Mapped[float]
    themed: Mapped[float]


class TermAnswer(TimeOrdered, Base):
    """What a person answered about a term: it belongs to a theme now, or it says nothing."""

    __tablename__ = "term_answer"
    __table_args__ = (
        CheckConstraint(
            "(answer = 'added' AND theme IS NOT NULL) OR (answer = 'not-interesting' AND theme IS NULL)",
            name="term_answer_known",
        ),
    )

    term: Mapped[str] = mapped_column(unique=True)
    answer: Mapped[str]
    theme: Mapped[str | None]
    answered_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime] = mapped_column(server_default=func.now())
