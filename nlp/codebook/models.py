"""What the codebook editor and the re-reading keep: the draft, answers to what came with Heard, re-readings,
and decisions as they were before a merge."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TimeOrdered
from nlp.kept.models import VALENCES, Marks


class CodebookDraft(Base):
    """The codebook that is being changed, one for the authority. `revision` grows with each change."""

    __tablename__ = "codebook_draft"
    __table_args__ = (
        CheckConstraint("id = 1", name="codebook_draft_only_one"),
        CheckConstraint("revision > 0", name="codebook_draft_revision_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    based_on_id: Mapped[UUID] = mapped_column(ForeignKey("codebook_version.id"))
    definition: Mapped[list[Any]]
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ShippedAnswer(TimeOrdered, Base):
    """What the authority answered when a codebook that came with Heard was offered to it."""

    __tablename__ = "shipped_answer"
    __table_args__ = (CheckConstraint("answer IN ('taken', 'left')", name="shipped_answer_known"),)

    fingerprint: Mapped[str] = mapped_column(unique=True)
    definition: Mapped[list[Any]]
    answer: Mapped[str]
    answered_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Rereading(TimeOrdered, Base):
    """Everything that was read with another codebook is read again with this one.

    What is left to do is not here but in `passage_reading`. `total` passages were left at the start; at
    `running_since` it was last started, with `left_then` passages left.
    """

    __tablename__ = "rereading"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'paused', 'done', 'replaced')", name="rereading_state_known"),
        CheckConstraint("total >= 0 AND left_then >= 0", name="rereading_counts_not_negative"),
        CheckConstraint("(state = 'done') = (finished_at IS NOT NULL)", name="rereading_done_at_some_time"),
    )

    codebook_id: Mapped[UUID] = mapped_column(ForeignKey("codebook_version.id"), unique=True)
    state: Mapped[str] = mapped_column(default="running", server_default="running")
    total: Mapped[int]
    left_then: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(server_default=func.now())
    running_since: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]


class TagBeforeMerge(Marks, Base):
    """A decision as a person made it, kept while its theme is part of `part_of`, so that it can come back.

    What was decided about the whole before anything joined it is kept in the same way: its `theme` is `part_of`.
    """

    __tablename__ = "tag_before_merge"
    __table_args__ = (
        CheckConstraint(
            "decision IN ('accepted', 'rejected', 'added')", name="tag_before_merge_decision_known"
        ),
        CheckConstraint(f"valence IN ({VALENCES})", name="tag_before_merge_valence_known"),
        CheckConstraint(
            "(decision = 'rejected') = (valence IS NULL)", name="tag_before_merge_rejected_has_no_valence"
        ),
        CheckConstraint(
            "decision <> 'rejected' OR marks = '[]'", name="tag_before_merge_rejected_has_no_marks"
        ),
    )

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(ForeignKey("theme.slug"), primary_key=True, index=True)
    part_of: Mapped[str] = mapped_column(ForeignKey("theme.slug"))
    month: Mapped[date]
    valence: Mapped[str | None]
    decision: Mapped[str]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]
