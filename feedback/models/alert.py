"""An alert: words that a person must look at, because somebody may not be safe."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimeOrdered
from core.keys import sealed_text
from core.people.models import User
from feedback.models.response import Response
from nlp.screening.concerns import OTHER_LANGUAGE
from nlp.screening.kinds import kind_in_words


class Alert(TimeOrdered, Base):
    """An alert about one response, or one audit review. Raised by the screen, closed by a person only, with a reason.

    `source_id` is the response or the review whose words they are.

    It carries times, unlike a response: how soon somebody acted must be provable. `findings` says where in
    which answer, never the words. `unsure` says that nothing in them is fairly sure.
    """

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("room IN ('feedback', 'audit')", name="alert_room_known"),
        CheckConstraint(
            "(room = 'feedback') = (response_id IS NOT NULL)", name="alert_of_a_response_names_it"
        ),
        CheckConstraint("response_id = source_id", name="alert_source_is_its_response"),
        CheckConstraint("level IN ('urgent', 'review')", name="alert_level_known"),
        CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by_id IS NULL)", name="alert_acknowledged_by_a_person"
        ),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="alert_closed_by_a_person"),
        CheckConstraint(
            "closed_at IS NULL OR closed_because_sealed IS NOT NULL", name="alert_closed_with_reason"
        ),
        CheckConstraint(
            "closed_at IS NULL OR acknowledged_at IS NOT NULL", name="alert_acknowledged_before_closed"
        ),
        Index("alert_waiting_idx", "acknowledge_by", postgresql_where=text("acknowledged_at IS NULL")),
    )

    room: Mapped[str] = mapped_column(default="feedback", server_default="feedback")
    source_id: Mapped[UUID] = mapped_column(index=True)
    response_id: Mapped[UUID | None] = mapped_column(ForeignKey("response.id"), index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    level: Mapped[str]
    categories: Mapped[list[str]]
    findings: Mapped[list[Any]]
    unsure: Mapped[bool] = mapped_column(default=False, server_default="false")
    raised_at: Mapped[datetime]
    acknowledge_by: Mapped[datetime]
    escalated_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    closed_because_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    closed_because = sealed_text("closed_because_sealed")

    @property
    def where(self) -> str:
        """Where it was said, as the duty lead knows it."""
        return self.response.collection.title if self.response else "An audit conversation"

    @property
    def kinds(self) -> list[str]:
        """What it may be, in words."""
        return [kind_in_words(category) for category in self.categories]

    @property
    def only_unreadable(self) -> bool:
        """Whether nothing is known but that we cannot read the language."""
        return self.categories == [OTHER_LANGUAGE]

    response: Mapped[Response | None] = relationship()
    acknowledged_by: Mapped[User | None] = relationship(foreign_keys=[acknowledged_by_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])
    events: Mapped[list["AlertEvent"]] = relationship(order_by="AlertEvent.at", back_populates="alert")


class AlertEvent(TimeOrdered, Base):
    """Something that happened to an alert. Only a person acknowledges or closes; a machine never does."""

    __tablename__ = "alert_event"
    __table_args__ = (
        CheckConstraint(
            "what IN ('raised', 'mailed', 'escalated', 'read', 'acknowledged', 'closed')",
            name="alert_event_what_known",
        ),
        CheckConstraint(
            "what NOT IN ('read', 'acknowledged', 'closed') OR person_id IS NOT NULL",
            name="alert_event_done_by_a_person",
        ),
    )

    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"), index=True)
    what: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    number: Mapped[int | None]

    alert: Mapped[Alert] = relationship(back_populates="events")
    person: Mapped[User | None] = relationship()
