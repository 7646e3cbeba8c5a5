"""A translation that a person adds to a passage in another language."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TimeOrdered
from core.keys import sealed_text


class Translation(TimeOrdered, Base):
    """One wording in English; the highest `number` of a passage is in use, the earlier ones are its history.

    `read` says what is left to do. Once it is read, the passage's redacted copy is that of the translation,
    which is what is searched, marked and read for themes; `original_redacted` is that of the words as they
    came, to stand beside it.
    """

    __tablename__ = "translation"
    __table_args__ = (
        UniqueConstraint("passage_id", "number"),
        CheckConstraint("number > 0", name="translation_number_positive"),
        Index("translation_left_to_read_idx", "passage_id", postgresql_where=text("NOT read")),
    )

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"))
    number: Mapped[int]
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    read: Mapped[bool] = mapped_column(default=False, server_default="false")
    original_redacted: Mapped[str | None]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())

    words = sealed_text("words_sealed")
