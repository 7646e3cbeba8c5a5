"""A collection: one asking of a question set, of somebody, for a reason, for a while."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimeOrdered
from core.people.models import Team
from core.questions.models import QuestionSetVersion, known_wording
from core.questions.schema import QuestionSetDefinition


class Source(StrEnum):
    """What people were asked after."""

    practice_week = "practice-week"
    asye = "asye"
    family_leadership = "family-leadership"
    complaint = "complaint"
    compliment = "compliment"
    visit = "visit"
    other = "other"

    @property
    def label(self) -> str:
        return _SOURCE_LABELS[self]


_SOURCE_LABELS = {
    Source.practice_week: "Practice week",
    Source.asye: "First year in practice (ASYE)",
    Source.family_leadership: "Family Leadership course",
    Source.complaint: "Complaint",
    Source.compliment: "Compliment",
    Source.visit: "After a visit",
    Source.other: "Something else",
}


class Collection(TimeOrdered, Base):
    """`slug` is its public address. Who reads the answers, and how soon, is promised before the start."""

    __tablename__ = "collection"
    __table_args__ = (
        CheckConstraint("source IN ('" + "', '".join(Source) + "')", name="collection_source_known"),
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="collection_slug_plain"),
        CheckConstraint("title <> ''", name="collection_has_title"),
        CheckConstraint("readers <> ''", name="collection_says_who_reads"),
        CheckConstraint("read_within_days BETWEEN 1 AND 90", name="collection_read_within_days_sensible"),
        CheckConstraint("retention_months BETWEEN 1 AND 300", name="collection_retention_sensible"),
        CheckConstraint(
            "closes_on IS NULL OR opens_on IS NULL OR opens_on <= closes_on", name="collection_dates_in_order"
        ),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    version_id: Mapped[UUID] = mapped_column(ForeignKey("question_set_version.id"))
    audience: Mapped[str]
    source: Mapped[str]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    readers: Mapped[str]
    managers_read: Mapped[bool] = mapped_column(default=False, server_default="false")
    read_within_days: Mapped[int] = mapped_column(default=5, server_default="5")
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    retention_months: Mapped[int] = mapped_column(default=36, server_default="36")
    open: Mapped[bool] = mapped_column(default=False, server_default="false")

    version: Mapped[QuestionSetVersion] = relationship()
    team: Mapped[Team | None] = relationship()

    @property
    def asks(self) -> QuestionSetDefinition:
        return known_wording(self.version_id) or self.version.asks

    def takes_answers(self, *, on: date) -> bool:
        """Whether somebody may answer on this day."""
        begun = self.opens_on is None or self.opens_on <= on
        over = self.closes_on is not None and self.closes_on < on
        return self.open and begun and not over
