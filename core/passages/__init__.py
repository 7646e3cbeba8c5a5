"""A passage: every piece of free text that anybody gives, whichever room it came in by.

Feedback and audit write passages, reading finds what is in them, learning counts what was found.
The row says what is left to do: `new` (not read yet), `read`, or `pending` (could not be read in time).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, insert, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Untimed, db
from core.keys import sealed_text
from core.questions.answers import GivenWords

Speaker = Literal["child", "family", "staff"]
Room = Literal["feedback", "audit"]


class Passage(Untimed, Base):
    """`words` is sealed; `redacted` is the copy that screens and search use. `month` is its first day.

    `question` is the key of what it answers and `asked` how that is put in English, "" where nothing was asked.
    """

    __tablename__ = "passage"
    __table_args__ = (
        CheckConstraint("room IN ('feedback', 'audit')", name="passage_room_known"),
        CheckConstraint("speaker IN ('child', 'family', 'staff')", name="passage_speaker_known"),
        CheckConstraint("state IN ('new', 'read', 'pending')", name="passage_state_known"),
        CheckConstraint("state <> 'read' OR redacted IS NOT NULL", name="passage_read_is_redacted"),
        CheckConstraint("extract(day from month) = 1", name="passage_month_is_first_day"),
        Index("passage_left_to_read_idx", "state", postgresql_where=text("state <> 'read'")),
        Index("passage_team_id_month_idx", "team_id", "month"),
        Index("passage_newest_read_idx", "month", "id", postgresql_where=text("state = 'read'")),
        Index(
            "passage_same_words_idx",
            text("md5(redacted)"),
            postgresql_where=text("state = 'read'"),
        ),
        Index(
            "passage_other_language_idx",
            "language",
            "month",
            "id",
            postgresql_where=text("state = 'read' AND language <> 'en'"),
        ),
        Index(
            "passage_search_idx",
            text("to_tsvector('english', coalesce(redacted, ''))"),
            postgresql_using="gin",
        ),
    )

    room: Mapped[str]
    source_id: Mapped[UUID] = mapped_column(index=True)
    question: Mapped[str]
    asked: Mapped[str] = mapped_column(default="", server_default="")
    speaker: Mapped[str]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    month: Mapped[date]
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    redacted: Mapped[str | None]
    language: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="new", server_default="new")
    may_quote: Mapped[bool] = mapped_column(default=False, server_default="false")

    words = sealed_text("words_sealed")


def write_passage(
    *,
    room: Room,
    source_id: UUID,
    question: str,
    speaker: Speaker,
    words: str,
    on: date,
    asked: str = "",
    team_id: UUID | None = None,
    may_quote: bool = False,
) -> Passage:
    """Keep words as a new passage of `source_id` (a response or a review), in the month of `on`."""
    passage = Passage(
        room=room,
        source_id=source_id,
        question=question,
        asked=asked,
        speaker=speaker,
        team_id=team_id,
        month=on.replace(day=1),
        words=words,
        may_quote=may_quote,
    )
    db.session.add(passage)
    db.session.flush()
    return passage


class UnstoredPassage:
    """A passage about to be written in bulk: only what sealing binds its words to."""

    __tablename__ = Passage.__tablename__
    __slots__ = ("id", "words_sealed")
    id: UUID
    words_sealed: bytes
    words = sealed_text("words_sealed")


def write_passages(
    *,
    room: Room,
    source_id: UUID,
    given: Iterable[GivenWords],
    speaker: Speaker,
    on: date,
    team_id: UUID | None = None,
    may_quote: bool = False,
) -> list[UUID]:
    """Keep the words given to each question as passages of one source, in one trip; gives their ids."""
    rows: list[dict[str, Any]] = []
    for one in given:
        unstored = UnstoredPassage()
        unstored.id, unstored.words = uuid4(), one.words
        rows.append(
            {
                "id": unstored.id,
                "room": room,
                "source_id": source_id,
                "question": one.question,
                "asked": one.asked,
                "speaker": speaker,
                "team_id": team_id,
                "month": on.replace(day=1),
                "words_sealed": unstored.words_sealed,
                "may_quote": may_quote,
            }
        )
    if rows:
        db.session.execute(STORE_MANY, rows)
    return [row["id"] for row in rows]


TABLE = Passage.metadata.tables[Passage.__tablename__]
# With something to give back, the rows go in one statement.
STORE_MANY = insert(TABLE).returning(TABLE.c.id)
