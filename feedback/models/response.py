"""A response: what one person said once, kept so that nobody can find out who."""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Untimed
from core.keys import sealed_json
from core.questions.models import QuestionSetVersion
from feedback.models.collection import Collection


class Progress(StrEnum):
    """How far we have come with what somebody said. They see this with their code."""

    received = "received"
    read = "read"
    talking = "talking"
    changed = "changed"
    cannot = "cannot"


class Response(Untimed, Base):
    """Answers are sealed; the day is all that is kept of when. No address, no device, no time.

    `idempotency_hash` makes a second sending of the same page the same response. `receipt_hash` finds it by
    the person's code, which is stored nowhere; an imported row has none. `held_by` says who held the pen.
    `screened` is false while an imported row waits to be looked at for danger.
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("speaker IN ('child', 'family', 'staff')", name="response_speaker_known"),
        CheckConstraint("held_by IN ('self', 'worker', 'import')", name="response_held_by_known"),
        CheckConstraint("progress IN ('" + "', '".join(Progress) + "')", name="response_progress_known"),
        CheckConstraint("receipt_hash IS NOT NULL OR held_by = 'import'", name="response_has_receipt"),
        Index("response_collection_id_day_idx", "collection_id", "day"),
        Index("response_left_to_screen_idx", "id", postgresql_where=text("NOT screened")),
    )

    collection_id: Mapped[UUID] = mapped_column(ForeignKey("collection.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("question_set_version.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    speaker: Mapped[str]
    age_band: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="en", server_default="en")
    held_by: Mapped[str] = mapped_column(default="self", server_default="self")
    day: Mapped[date]
    answers_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    idempotency_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    receipt_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    screened: Mapped[bool] = mapped_column(default=True, server_default="true")
    progress: Mapped[str] = mapped_column(default="received", server_default="received")
    progress_on: Mapped[date | None]

    collection: Mapped[Collection] = relationship()
    version: Mapped[QuestionSetVersion] = relationship()

    answers = sealed_json("answers_sealed")

    @property
    def has_code(self) -> bool:
        """Whether somebody can come back to it."""
        return self.receipt_hash is not None

    @property
    def read_by(self) -> date | None:
        """The day that was promised, while nobody has read it. Whoever was asked elsewhere was promised none."""
        if self.held_by == "import" or self.progress != Progress.received:
            return None
        return self.day + timedelta(days=self.collection.read_within_days)
