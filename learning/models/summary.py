"""A learning summary: frozen figures, the words about them, and what was made from both.

Once published nothing about it changes: the database refuses it, whoever asks. A correction is a new edition.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimeOrdered
from core.keys import sealed_bytes, sealed_json, sealed_text
from core.people.models import ServiceArea, Team, User
from learning.counted import Counted
from learning.frozen import FrozenSummary, Narrative, QuoteLine, SummaryContent


class State(StrEnum):
    """How far a summary has come."""

    drafted = "drafted"
    approved = "approved"
    published = "published"


class Summary(TimeOrdered, Base):
    """One edition. `data` is frozen when drafted; `counted` keeps the exact counts it was made from, part by part,
    for whoever publishes about the same months.

    `revision` grows with each change to the words, so that two people never write over each other.
    `drawing_tries` and `drawing_fault` say how often drawing the outputs went wrong, and why.
    `address` is the part of its public address that cannot be guessed.
    """

    __tablename__ = "summary"
    __table_args__ = (
        CheckConstraint("state IN ('drafted', 'approved', 'published')", name="summary_state_known"),
        CheckConstraint("title <> ''", name="summary_has_title"),
        CheckConstraint("team_id IS NULL OR service_area_id IS NULL", name="summary_one_scope"),
        CheckConstraint(
            "extract(day from period_start) = 1 AND extract(day from period_end + 1) = 1"
            " AND period_start < period_end",
            name="summary_whole_months",
        ),
        CheckConstraint("edition >= 1", name="summary_edition_counts_from_one"),
        CheckConstraint("(edition = 1) = (supersedes_id IS NULL)", name="summary_later_edition_says_of_what"),
        CheckConstraint(
            "(state = 'drafted') = (approved_by IS NULL) AND (approved_by IS NULL) = (approved_at IS NULL)",
            name="summary_approved_by_somebody",
        ),
        CheckConstraint(
            "(state = 'published') = (published_by IS NOT NULL)"
            " AND (published_by IS NULL) = (published_at IS NULL)",
            name="summary_published_by_somebody",
        ),
        CheckConstraint("revision > 0", name="summary_revision_positive"),
        Index("summary_state_period_end_idx", "state", "period_end"),
    )

    title: Mapped[str]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    service_area_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_area.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    state: Mapped[str] = mapped_column(default=State.drafted.value, server_default="drafted")
    edition: Mapped[int] = mapped_column(default=1, server_default="1")
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("summary.id"), unique=True)
    due_period_id: Mapped[UUID | None] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(unique=True, default=lambda: secrets.token_urlsafe(18))
    data: Mapped[dict[str, Any]]
    narrative: Mapped[dict[str, Any]]
    counted_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime | None]

    drawing_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    drawing_fault: Mapped[str | None]

    counted = sealed_json("counted_sealed")

    team: Mapped[Team | None] = relationship()
    service_area: Mapped[ServiceArea | None] = relationship()
    supersedes: Mapped[Summary | None] = relationship(remote_side="Summary.id")
    approver: Mapped[User | None] = relationship(foreign_keys=[approved_by])
    publisher: Mapped[User | None] = relationship(foreign_keys=[published_by])
    quotes: Mapped[list[SummaryQuote]] = relationship(
        back_populates="summary", order_by="SummaryQuote.position", cascade="all, delete-orphan"
    )
    outputs: Mapped[list[SummaryOutput]] = relationship(
        back_populates="summary", order_by="SummaryOutput.kind", cascade="all, delete-orphan"
    )
    recipients: Mapped[list[SummaryRecipient]] = relationship(
        back_populates="summary", order_by="SummaryRecipient.id", cascade="all, delete-orphan"
    )

    @property
    def stage(self) -> State:
        """The state as a word of the room."""
        return State(self.state)

    @property
    def frozen(self) -> FrozenSummary:
        """The figures."""
        return FrozenSummary.model_validate(self.data)

    @property
    def parts(self) -> list[Counted]:
        """The exact counts it was made from; none where it was made before they were kept."""
        return [Counted.from_json(part) for part in self.counted or ()]

    @property
    def mark(self) -> str:
        """What somebody has read: changes with the title, the figures, the words or a quote."""
        return hashlib.sha256(self.content.model_dump_json().encode("utf-8")).hexdigest()[:16]

    @property
    def words(self) -> Narrative:
        """What the quality lead says about them."""
        return Narrative.model_validate(self.narrative)

    @property
    def content(self) -> SummaryContent:
        """All that an output is made from."""
        return SummaryContent(
            title=self.title,
            edition=self.edition,
            data=self.frozen,
            narrative=self.words,
            quotes=tuple(QuoteLine(words=quote.words, speaker=quote.speaker) for quote in self.quotes),
        )


class SummaryQuote(TimeOrdered, Base):
    """Redacted words that their speaker allowed us to use and a person approved for this summary.

    `passage_id` is no foreign key: what was published stays when retention erases the passage.
    """

    __tablename__ = "summary_quote"
    __table_args__ = (
        UniqueConstraint("summary_id", "passage_id"),
        CheckConstraint("words <> ''", name="summary_quote_says_something"),
        CheckConstraint("position >= 0", name="summary_quote_position_not_negative"),
    )

    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id"))
    passage_id: Mapped[UUID] = mapped_column(index=True)
    words: Mapped[str]
    speaker: Mapped[str]
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    approved_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime] = mapped_column(server_default=func.now())

    summary: Mapped[Summary] = relationship(back_populates="quotes")


class SummaryOutput(TimeOrdered, Base):
    """A finished PDF, kept encrypted. `sha256` is of the PDF itself, in hexadecimal."""

    __tablename__ = "summary_output"
    __table_args__ = (
        UniqueConstraint("summary_id", "kind"),
        CheckConstraint("kind IN ('committee', 'children')", name="summary_output_kind_known"),
    )

    summary_id: Mapped[UUID] = mapped_column(ForeignKey("summary.id"))
    kind: Mapped[str]
    pdf_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())

    pdf = sealed_bytes("pdf_sealed")

    summary: Mapped[Summary] = relationship(back_populates="outputs")


class SummaryRecipient(TimeOrdered, Base):
    """An address that is told when a summary, or each summary of a schedule, is published."""

    __tablename__ = "summary_recipient"
    __table_args__ = (
        CheckConstraint(
            "(summary_id IS NULL) <> (schedule_id IS NULL)", name="summary_recipient_of_one_thing"
        ),
    )

    summary_id: Mapped[UUID | None] = mapped_column(ForeignKey("summary.id"), index=True)
    schedule_id: Mapped[UUID | None] = mapped_column(index=True)
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)

    address = sealed_text("address_sealed")

    summary: Mapped[Summary | None] = relationship(back_populates="recipients")
