"""The authority, its service areas and teams, its people and their roles."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_security import UserMixin
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimeOrdered


class Role(StrEnum):
    """What a person does here. Scope comes from the membership that carries the role."""

    practitioner = "practitioner"
    team_manager = "team_manager"
    auditor = "auditor"
    quality_lead = "quality_lead"
    duty_lead = "duty_lead"
    administrator = "administrator"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Authority(TimeOrdered, Base):
    """The council or trust this installation serves: one row."""

    __tablename__ = "authority"
    __table_args__ = (
        CheckConstraint("only_one", name="authority_only_one"),
        CheckConstraint("threshold >= 5", name="authority_threshold_at_least_five"),
        UniqueConstraint("only_one"),
        CheckConstraint("acknowledge_minutes > 0", name="authority_acknowledge_minutes_positive"),
        CheckConstraint(
            "second_look_percent BETWEEN 0 AND 100", name="authority_second_look_is_a_percentage"
        ),
    )

    only_one: Mapped[bool] = mapped_column(default=True, server_default="true")
    name: Mapped[str]
    threshold: Mapped[int] = mapped_column(default=10, server_default="10")
    acknowledge_minutes: Mapped[int] = mapped_column(default=30, server_default="30")
    second_look_percent: Mapped[int] = mapped_column(default=10, server_default="10")
    frameworks: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    help_lines: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    logo_type: Mapped[str | None]


class ServiceArea(TimeOrdered, Base):
    __tablename__ = "service_area"

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]

    teams: Mapped[list["Team"]] = relationship(back_populates="service_area", order_by="Team.name")


class Team(TimeOrdered, Base):
    __tablename__ = "team"

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    service_area_id: Mapped[UUID] = mapped_column(ForeignKey("service_area.id"), index=True)

    service_area: Mapped[ServiceArea] = relationship(back_populates="teams")


class User(TimeOrdered, UserMixin, Base):  # type: ignore[misc]  # the library leaves the id open
    """A person who signs in. `fs_uniquifier` names their sessions: a new one ends them all."""

    __tablename__ = "user"
    __table_args__ = (CheckConstraint("email = lower(email)", name="user_email_lower_case"),)

    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True, server_default="true")
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    tf_phone_number: Mapped[str | None]
    tf_last_counter: Mapped[int | None] = mapped_column(BigInteger)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSONB()))
    preferences: Mapped[dict[str, Any]] = mapped_column(
        MutableDict.as_mutable(JSONB()), default=dict, server_default="{}"
    )
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def roles(self) -> list[Any]:  # type: ignore[override]  # the library expects a column
        """Flask-Security's own roles: none. What a person may do is in `memberships`."""
        return []


class Membership(TimeOrdered, Base):
    """One role for one person: in a team, in a service area, or (neither given) in the whole authority.

    An administrator's is of the whole authority: people, settings and the trail are no one team's.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("team_id IS NULL OR service_area_id IS NULL", name="membership_one_scope"),
        CheckConstraint(
            "role IN ('" + "', '".join(Role) + "')",
            name="membership_role_known",
        ),
        CheckConstraint(
            "role <> 'administrator' OR (team_id IS NULL AND service_area_id IS NULL)",
            name="membership_administrator_of_the_whole",
        ),
        UniqueConstraint("user_id", "role", "team_id", "service_area_id", postgresql_nulls_not_distinct=True),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    role: Mapped[str]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    service_area_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_area.id"), index=True)

    user: Mapped[User] = relationship(back_populates="memberships")
    team: Mapped[Team | None] = relationship()
    service_area: Mapped[ServiceArea | None] = relationship()

    @property
    def label(self) -> str:
        """What the person does, in words."""
        return Role(self.role).label

    @property
    def where(self) -> str:
        """Where they do it, in words."""
        scope = self.team or self.service_area
        return scope.name if scope else "everywhere"

    @property
    def of_the_whole(self) -> bool:
        return self.team_id is None and self.service_area_id is None
