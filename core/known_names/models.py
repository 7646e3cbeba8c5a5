"""The lists an administrator keeps: people, schools and places of this authority."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Untimed
from core.keys import sealed_text


class KnownName(Untimed, Base):
    """One name. The words are sealed; `mark` is a keyed fingerprint that finds a repeat."""

    __tablename__ = "known_name"
    __table_args__ = (
        UniqueConstraint("kind", "mark"),
        CheckConstraint("kind IN ('person', 'school', 'place')", name="known_name_kind_known"),
    )

    kind: Mapped[str]
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    mark: Mapped[bytes] = mapped_column(LargeBinary)
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())

    words = sealed_text("words_sealed")
