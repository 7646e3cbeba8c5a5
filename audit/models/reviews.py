"""A review: one activity, for one case file, given to one auditor. And the grades that came of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.models.cases import CaseFile
from audit.models.weeks import PracticeWeek
from audit.vocabulary import Activity, ReviewState
from core.db import Base, TimeOrdered, Untimed
from core.keys import sealed_json
from core.people.models import Team, User
from core.questions.models import QuestionSetVersion


class Review(Untimed, Base):
    """An assignment and what came of it.

    While it is being written, `answers` holds what was typed, by question key, as it was typed: half an
    answer is kept too. `version` counts saves. On submission the answers become typed ones, and from then on
    the database refuses a new version and to delete it.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("case_file_id", "activity"),
        CheckConstraint(
            f"activity IN ({', '.join(map(repr, map(str, Activity)))})", name="review_activity_known"
        ),
        CheckConstraint(
            f"state IN ({', '.join(map(repr, map(str, ReviewState)))})", name="review_state_known"
        ),
        CheckConstraint(
            "(state IN ('submitted', 'signed-off')) = (submitted_at IS NOT NULL)",
            name="review_submitted_has_time",
        ),
        CheckConstraint(
            "(state = 'signed-off') = (signed_off_at IS NOT NULL)", name="review_signed_off_has_time"
        ),
        Index("review_auditor_id_state_idx", "auditor_id", "state"),
        Index("review_week_id_state_idx", "week_id", "state"),
    )

    week_id: Mapped[UUID] = mapped_column(ForeignKey("practice_week.id", ondelete="CASCADE"))
    case_file_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id", ondelete="CASCADE"))
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    template_id: Mapped[UUID] = mapped_column(ForeignKey("question_set_version.id"))
    activity: Mapped[str]
    auditor_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default=ReviewState.not_started, server_default="not-started")
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    answers_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    last_section: Mapped[str | None]
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    signed_off_at: Mapped[datetime | None]
    signed_off_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    answers = sealed_json("answers_sealed")

    week: Mapped[PracticeWeek] = relationship()
    case_file: Mapped[CaseFile] = relationship(lazy="joined")
    team: Mapped[Team] = relationship()
    auditor: Mapped[User] = relationship(foreign_keys=[auditor_id])
    template: Mapped[QuestionSetVersion] = relationship()
    grades: Mapped[list["Grade"]] = relationship(back_populates="review", cascade="all, delete-orphan")

    @property
    def doing(self) -> Activity:
        """The activity as a word of the room."""
        return Activity(self.activity)

    @property
    def stage(self) -> ReviewState:
        """The state as a word of the room."""
        return ReviewState(self.state)

    @property
    def is_sent(self) -> bool:
        """Whether it was submitted, after which its answers never change."""
        return self.stage in (ReviewState.submitted, ReviewState.signed_off)


class Grade(TimeOrdered, Base):
    """One standard graded in one submitted review, in the words of one version of one scale.

    Team and month stand here too, so that grades by standard, team and month are counted from one table.
    """

    __tablename__ = "grade"
    __table_args__ = (
        UniqueConstraint("review_id", "standard"),
        CheckConstraint("extract(day from month) = 1", name="grade_month_is_first_day"),
        Index("grade_team_id_month_standard_idx", "team_id", "month", "standard"),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    month: Mapped[date]
    question: Mapped[str]
    standard: Mapped[str]
    scale: Mapped[str]
    scale_version: Mapped[int]
    grade: Mapped[str]
    graded_at: Mapped[datetime] = mapped_column(server_default=func.now())

    review: Mapped[Review] = relationship(back_populates="grades")
