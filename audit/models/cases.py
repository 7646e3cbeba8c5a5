"""The case files of a practice week, and a list that was uploaded and not yet taken in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.models.weeks import PracticeWeek
from audit.vocabulary import AgeBand, CaseStatus, Selection
from core.db import Base, TimeOrdered, Untimed
from core.keys import sealed_bytes, sealed_text
from core.people.models import Team


class CaseFile(Untimed, Base):
    """One child's file in one practice week.

    The reference and the practitioner's name are sealed; `reference_mark` is a keyed fingerprint that finds
    a repeat. `number` is what people say ("case 7"): it means nothing outside the week.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("week_id", "number"),
        UniqueConstraint("week_id", "reference_mark"),
        CheckConstraint(
            f"age_band IN ({', '.join(map(repr, map(str, AgeBand)))})", name="case_file_age_known"
        ),
        CheckConstraint(
            f"status IN ({', '.join(map(repr, map(str, CaseStatus)))})", name="case_file_status_known"
        ),
        CheckConstraint(
            f"selection IN ({', '.join(map(repr, map(str, Selection)))})", name="case_file_selection_known"
        ),
    )

    week_id: Mapped[UUID] = mapped_column(ForeignKey("practice_week.id", ondelete="CASCADE"))
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    number: Mapped[int]
    reference_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reference_mark: Mapped[bytes] = mapped_column(LargeBinary)
    practitioner_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    age_band: Mapped[str]
    status: Mapped[str]
    selection: Mapped[str] = mapped_column(default=Selection.listed, server_default="listed")
    place: Mapped[int | None]

    reference = sealed_text("reference_sealed")
    practitioner = sealed_text("practitioner_sealed")

    week: Mapped[PracticeWeek] = relationship()
    team: Mapped[Team] = relationship(lazy="joined")

    @property
    def age(self) -> str:
        """The age band as it is read: `5 to 10`."""
        return AgeBand(self.age_band).label

    @property
    def help_given(self) -> str:
        """The status as it is read: `Child in need`."""
        return CaseStatus(self.status).label


class CaseUpload(Untimed, Base):
    """A case list that was checked in the browser and waits for a yes. It goes once taken in or left."""

    __tablename__ = "case_upload"

    week_id: Mapped[UUID] = mapped_column(ForeignKey("practice_week.id", ondelete="CASCADE"), index=True)
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)

    content = sealed_bytes("content_sealed")


class Involvement(TimeOrdered, Base):
    """A person who said that they know this child or family, and so is never given the case again."""

    __tablename__ = "case_involvement"
    __table_args__ = (UniqueConstraint("case_file_id", "user_id"),)

    case_file_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    said_at: Mapped[datetime] = mapped_column(server_default=func.now())
