"""What a reading leaves in the database: the codebook it used, what it suggests, what a person decides.

The machine suggests and a person decides: two tables, and the person's wins (see `nlp.kept.effective`).
No row here says when a passage was written or read: a precise time could tell who spoke.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TimeOrdered, Untimed
from nlp.findings import Valence

VALENCES = "'" + "', '".join(Valence) + "'"


class Decision(StrEnum):
    """What a person says of a theme in a passage: yes to a suggestion, no to it, or one of their own."""

    accepted = "accepted"
    rejected = "rejected"
    added = "added"


class Marks:
    """The words that a person marked as those that show a theme; none where they marked none.

    `marks` are [start, end] each, characters of the words that were read, end exclusive: of those that came where
    `marks_in` is 0, else of the translation of that number. So they outlast another redaction.
    """

    marks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    marks_in: Mapped[int] = mapped_column(default=0, server_default="0")


class MarksShown(Marks):
    """`redacted_marks` are the same places in the redacted copy as it is now, so that a screen can show them.

    None where it is not a copy of the words that were marked any more: there is another translation since.
    """

    redacted_marks: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class CodebookVersion(TimeOrdered, Base):
    """Every theme as it stood when this version was made. Never changed afterwards.

    `note` says what was changed and why. `refused` says why nothing can be read with it, where that is so.
    `reads_as_id` is the earlier version that finds the same in what people say, where there is one: what was read
    with either needs no reading again for the other.
    """

    __tablename__ = "codebook_version"
    __table_args__ = (
        CheckConstraint("number > 0", name="codebook_version_number_positive"),
        CheckConstraint("origin IN ('shipped', 'edited')", name="codebook_version_origin_known"),
        CheckConstraint(
            "(origin = 'edited') = (made_by IS NOT NULL)", name="codebook_version_edited_by_somebody"
        ),
        CheckConstraint("refused <> ''", name="codebook_version_refused_with_reason"),
    )

    number: Mapped[int] = mapped_column(unique=True)
    fingerprint: Mapped[str]
    definition: Mapped[list[Any]] = mapped_column(deferred=True)
    origin: Mapped[str] = mapped_column(default="shipped", server_default="shipped")
    note: Mapped[str] = mapped_column(default="", server_default="")
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    refused: Mapped[str | None]
    reads_as_id: Mapped[UUID | None] = mapped_column(ForeignKey("codebook_version.id"))


class ThemeRow(TimeOrdered, Base):
    """A theme as it stands now. The slug is for ever, so that years can be compared; the rest may change.

    A theme that left the codebook, or was merged into another, is hidden, never deleted: what was said about it
    stays. `position` is its place in the list, under the heading `section`.
    """

    __tablename__ = "theme"

    slug: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]
    counts: Mapped[str]
    excludes: Mapped[str]
    speakers: Mapped[list[str]]
    standards: Mapped[list[str]]
    frameworks: Mapped[dict[str, Any]]
    hidden: Mapped[bool] = mapped_column(default=False, server_default="false")
    section: Mapped[str] = mapped_column(default="", server_default="")
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    merged_into: Mapped[str | None]
    split_from: Mapped[str | None]
    codebook_id: Mapped[UUID] = mapped_column(ForeignKey("codebook_version.id"))


class PassageReading(Base):
    """How a passage was last read, and whether a person has looked at it.

    `revision` grows with every reading and every decision, so two people never write over each other.
    `teaches` (0 to 1) orders the review. `because` says why a passage could not be read, or not read again.
    `codebook_id` is what it was last read with: where that is not the newest, it is left to read again.
    `untranslated_by` says that it needs no translation, whatever language it seemed to be in.
    """

    __tablename__ = "passage_reading"
    __table_args__ = (
        CheckConstraint("revision > 0", name="passage_reading_revision_positive"),
        CheckConstraint("teaches BETWEEN 0 AND 1", name="passage_reading_teaches_is_a_share"),
        CheckConstraint(
            "(looked_at IS NULL) = (looked_by IS NULL)", name="passage_reading_looked_by_somebody"
        ),
        CheckConstraint("because IN ('slow', 'failed', 'sealed')", name="passage_reading_because_known"),
        Index(
            "passage_reading_to_look_at_idx",
            text("teaches DESC"),
            "passage_id",
            postgresql_where=text("looked_at IS NULL AND because IS NULL"),
        ),
    )

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True)
    reader: Mapped[str]
    codebook_id: Mapped[UUID] = mapped_column(ForeignKey("codebook_version.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    teaches: Mapped[float] = mapped_column(default=0.0, server_default="0")
    because: Mapped[str | None]
    looked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    looked_at: Mapped[datetime | None]
    untranslated_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class Suggestion(Untimed, Base):
    """A theme that the machine suggests, once per passage and theme.

    `start_at` and `end_at` are characters of the original words, end exclusive; `redacted_start` and
    `redacted_end` the same place in the redacted copy, so that a screen can mark the words without opening
    the original. `reasons` are the places in the redacted copy of the words that made it, [start, end] each, the
    strongest first. `source` is the rule or model that says so, `reader` the version that ran it. `month` is the
    passage's, so that the newest passages of a theme are found without looking at the others.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("passage_id", "theme"),
        CheckConstraint(f"valence IN ({VALENCES})", name="suggestion_valence_known"),
        CheckConstraint("score BETWEEN 0 AND 1", name="suggestion_score_is_a_share"),
        CheckConstraint("0 <= start_at AND start_at <= end_at", name="suggestion_place_in_order"),
        CheckConstraint(
            "(redacted_start IS NULL) = (redacted_end IS NULL) AND 0 <= redacted_start"
            " AND redacted_start <= redacted_end",
            name="suggestion_redacted_place_in_order",
        ),
        Index("suggestion_theme_month_passage_id_idx", "theme", "month", "passage_id"),
    )

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"))
    month: Mapped[date]
    theme: Mapped[str] = mapped_column(ForeignKey("theme.slug"))
    valence: Mapped[str]
    score: Mapped[float]
    start_at: Mapped[int]
    end_at: Mapped[int]
    redacted_start: Mapped[int | None]
    redacted_end: Mapped[int | None]
    reasons: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    source: Mapped[str]
    reader: Mapped[str]


class Tag(TimeOrdered, MarksShown, Base):
    """What a person decided about one theme in one passage; it wins over the suggestion."""

    __tablename__ = "tag"
    __table_args__ = (
        UniqueConstraint("passage_id", "theme"),
        CheckConstraint("decision IN ('accepted', 'rejected', 'added')", name="tag_decision_known"),
        CheckConstraint(f"valence IN ({VALENCES})", name="tag_valence_known"),
        CheckConstraint("(decision = 'rejected') = (valence IS NULL)", name="tag_rejected_has_no_valence"),
        CheckConstraint("decision <> 'rejected' OR marks = '[]'", name="tag_rejected_has_no_marks"),
        Index("tag_theme_month_passage_id_idx", "theme", "month", "passage_id"),
    )

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"))
    month: Mapped[date]
    theme: Mapped[str] = mapped_column(ForeignKey("theme.slug"))
    valence: Mapped[str | None]
    decision: Mapped[str]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime] = mapped_column(server_default=func.now())
