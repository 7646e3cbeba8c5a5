"""What the theme review keeps besides decisions: who has which passage open, and what two people said blind."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from nlp.kept.models import VALENCES, MarksShown


class ReviewLease(Base):
    """One person has this passage open until `until`; nobody else is given it before then."""

    __tablename__ = "review_lease"

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    until: Mapped[datetime]


class DoubleCoding(Base):
    """A passage that two people look at, the second without seeing what the first decided.

    `differs` is known once the second has looked. A person settles what differs; both answers stay.
    """

    __tablename__ = "double_coding"
    __table_args__ = (
        CheckConstraint("second_by <> first_by", name="double_coding_by_two_people"),
        CheckConstraint(
            "(second_by IS NULL) = (second_at IS NULL) AND (second_by IS NULL) = (differs IS NULL)",
            name="double_coding_second_is_whole",
        ),
        CheckConstraint(
            "(settled_by IS NULL) = (settled_at IS NULL) AND (settled_at IS NULL OR differs)",
            name="double_coding_settled_where_it_differs",
        ),
        Index("double_coding_waiting_idx", "first_at", postgresql_where=text("second_at IS NULL")),
        Index(
            "double_coding_to_settle_idx",
            "second_at",
            postgresql_where=text("differs IS TRUE AND settled_at IS NULL"),
        ),
    )

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True)
    first_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    first_at: Mapped[datetime] = mapped_column(server_default=func.now())
    second_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    second_at: Mapped[datetime | None]
    differs: Mapped[bool | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    settled_at: Mapped[datetime | None]


class CodedTheme(MarksShown, Base):
    """One theme that one of the two coders (1 or 2) found in a passage. A theme without a row was not found."""

    __tablename__ = "coded_theme"
    __table_args__ = (
        CheckConstraint("coder IN (1, 2)", name="coded_theme_by_one_of_two"),
        CheckConstraint(f"valence IN ({VALENCES})", name="coded_theme_valence_known"),
    )

    passage_id: Mapped[UUID] = mapped_column(
        ForeignKey("double_coding.passage_id", ondelete="CASCADE"), primary_key=True
    )
    coder: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    theme: Mapped[str] = mapped_column(ForeignKey("theme.slug"), primary_key=True)
    valence: Mapped[str]
