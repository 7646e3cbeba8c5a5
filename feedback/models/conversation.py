"""What passes between a person with a code and the service, after the response."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Untimed
from core.keys import sealed_text
from core.passages import Passage


class ConversationMessage(Untimed, Base):
    """One message, in order within its response. `ours` says which way it went.

    `passage` is set where they wrote: staff see its redacted copy. `read_on` is the day somebody who answers saw it.
    """

    __tablename__ = "conversation_message"
    __table_args__ = (
        UniqueConstraint("response_id", "position"),
        CheckConstraint("position > 0", name="conversation_message_position_positive"),
        CheckConstraint("NOT ours OR written_by_id IS NOT NULL", name="conversation_message_ours_has_writer"),
        CheckConstraint("ours OR written_by_id IS NULL", name="conversation_message_theirs_is_anonymous"),
        CheckConstraint("NOT ours OR read_on IS NULL", name="conversation_message_only_theirs_is_read"),
    )

    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"))
    position: Mapped[int]
    ours: Mapped[bool]
    written_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    passage_id: Mapped[UUID | None] = mapped_column(ForeignKey("passage.id"), index=True)
    day: Mapped[date]
    read_on: Mapped[date | None]
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)

    passage: Mapped[Passage | None] = relationship()

    words = sealed_text("words_sealed")
