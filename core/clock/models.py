"""Schedules, and the periods that they have made due."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimeOrdered


class Schedule(TimeOrdered, Base):
    """Something to do again and again: `kind` names the handler, `scope` is the handler's own."""

    __tablename__ = "schedule"

    kind: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    cron: Mapped[str]
    timezone: Mapped[str] = mapped_column(default="Europe/London", server_default="Europe/London")
    scope: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    enabled: Mapped[bool] = mapped_column(default=True, server_default="true")
    since: Mapped[datetime] = mapped_column(server_default=func.now())

    periods: Mapped[list["DuePeriod"]] = relationship(
        back_populates="schedule", cascade="all, delete-orphan", order_by="DuePeriod.period_end"
    )


class DuePeriod(TimeOrdered, Base):
    """One period of one schedule: from `period_start`, up to and without `period_end`.

    `lease` is whoever works on it now, until `lease_until`; after that anybody may take it over.
    """

    __tablename__ = "due_period"
    __table_args__ = (
        UniqueConstraint("schedule_id", "period_end"),
        CheckConstraint("period_start < period_end", name="due_period_has_length"),
        CheckConstraint("state IN ('due', 'running', 'done', 'failed')", name="due_period_state_known"),
        CheckConstraint("state <> 'running' OR lease IS NOT NULL", name="due_period_running_has_lease"),
        Index("due_period_left_idx", "lease_until", postgresql_where=text("state IN ('due', 'running')")),
    )

    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("schedule.id", ondelete="CASCADE"))
    period_start: Mapped[datetime]
    period_end: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="due", server_default="due")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    lease: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]

    schedule: Mapped[Schedule] = relationship(back_populates="periods")
