"""A practice week as one object, the teams it looks at, and the people who look."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.vocabulary import Activity
from core.db import Base, TimeOrdered
from core.people.models import Team, User


class PracticeWeek(TimeOrdered, Base):
    """Focus, dates, deadlines, activities wanted and the sample of one practice week.

    `seed` makes the draw of the sample repeatable. `urgent_days` is how soon an action that an inadequate
    grade raises is due.
    """

    __tablename__ = "practice_week"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="practice_week_ends_after_start"),
        CheckConstraint("reviews_due_on >= starts_on", name="practice_week_due_after_start"),
        CheckConstraint("jsonb_array_length(activities) > 0", name="practice_week_has_activity"),
        CheckConstraint("urgent_days >= 0", name="practice_week_urgent_days_not_negative"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    focus: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reviews_due_on: Mapped[date]
    activities: Mapped[list[str]]
    seed: Mapped[str]
    urgent_days: Mapped[int] = mapped_column(default=1, server_default="1")
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())

    team_places: Mapped[list["WeekTeam"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    auditor_places: Mapped[list["WeekAuditor"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def teams(self) -> list[Team]:
        """The teams of the week by name."""
        return sorted((place.team for place in self.team_places), key=lambda team: team.name)

    @property
    def auditors(self) -> list[User]:
        """The auditors of the week by name."""
        return sorted((place.user for place in self.auditor_places), key=lambda person: person.name)

    @property
    def wanted(self) -> list[Activity]:
        """The activities wanted, in the order in which they are done."""
        return [activity for activity in Activity if activity in self.activities]


class WeekTeam(TimeOrdered, Base):
    """A team whose work this practice week looks at."""

    __tablename__ = "practice_week_team"
    __table_args__ = (UniqueConstraint("week_id", "team_id"),)

    week_id: Mapped[UUID] = mapped_column(ForeignKey("practice_week.id", ondelete="CASCADE"))
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)

    team: Mapped[Team] = relationship(lazy="joined")


class WeekAuditor(TimeOrdered, Base):
    """A person who may be given cases in this practice week."""

    __tablename__ = "practice_week_auditor"
    __table_args__ = (UniqueConstraint("week_id", "user_id"),)

    week_id: Mapped[UUID] = mapped_column(ForeignKey("practice_week.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)

    user: Mapped[User] = relationship(lazy="joined")
