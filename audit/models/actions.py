"""An action: what will be done about a finding, by whom, by when, and what came of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.models.reviews import Review
from audit.vocabulary import ActionStatus
from core.db import Base, TimeOrdered
from core.keys import sealed_text
from core.people.models import Team, User


class Action(TimeOrdered, Base):
    """From a review, or from a team's own decision. What is to be done and what came of it are sealed.

    An immediate action is raised by an inadequate grade: one for each review and standard.
    """

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint(
            f"status IN ({', '.join(map(repr, map(str, ActionStatus)))})", name="action_status_known"
        ),
        CheckConstraint("status <> 'done' OR evidence_sealed IS NOT NULL", name="action_done_with_evidence"),
        CheckConstraint(
            "status <> 'stopped' OR evidence_sealed IS NOT NULL", name="action_stopped_with_reason"
        ),
        CheckConstraint(
            "(status IN ('done', 'stopped')) = (closed_on IS NOT NULL)", name="action_closed_has_day"
        ),
        CheckConstraint(
            "NOT immediate OR (review_id IS NOT NULL AND standard IS NOT NULL)",
            name="action_immediate_has_review",
        ),
        Index(
            "action_immediate_once_idx",
            "review_id",
            "standard",
            unique=True,
            postgresql_where=text("immediate"),
        ),
        Index(
            "action_unfinished_idx",
            "team_id",
            "due_on",
            postgresql_where=text("status IN ('open', 'under-way')"),
        ),
    )

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("review.id"))
    standard: Mapped[str | None]
    immediate: Mapped[bool] = mapped_column(default=False, server_default="false")
    what_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    milestone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    due_on: Mapped[date]
    status: Mapped[str] = mapped_column(default=ActionStatus.open, server_default="open")
    evidence_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    closed_on: Mapped[date | None]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())

    what = sealed_text("what_sealed")
    milestone = sealed_text("milestone_sealed")
    evidence = sealed_text("evidence_sealed")

    team: Mapped[Team] = relationship(lazy="joined")
    review: Mapped[Review | None] = relationship()
    lead: Mapped[User | None] = relationship(foreign_keys=[lead_id])

    @property
    def stage(self) -> ActionStatus:
        """The status as a word of the room."""
        return ActionStatus(self.status)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to be done."""
        return self.stage in (ActionStatus.done, ActionStatus.stopped)

    def is_late(self, today: date) -> bool:
        """Whether it is past its date and not closed."""
        return not self.is_closed and self.due_on < today
