"""The outbox: what is to be sent, sealed, with how far it has come."""

from datetime import datetime

from flask import render_template
from sqlalchemy import CheckConstraint, Index, LargeBinary, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TimeOrdered, db
from core.jobs import nudge
from core.keys import sealed_text

SEND = "core.mail.deliver"


class Message(TimeOrdered, Base):
    """A mail to one person. The row says what is left to do: `due`, `sent`, or `failed` for good."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("state IN ('due', 'sent', 'failed')", name="message_state_known"),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="message_sent_has_time"),
        Index("message_due_idx", "next_try_at", postgresql_where=text("state = 'due'")),
    )

    to_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    subject: Mapped[str]
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    template: Mapped[str]
    state: Mapped[str] = mapped_column(default="due", server_default="due")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    next_try_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime | None]

    to = sealed_text("to_sealed")
    body = sealed_text("body_sealed")


def send(*, to: str, subject: str, template: str, **context: object) -> Message:
    """Write a mail to the outbox, made from `templates/mail/<template>.txt`.

    Subjects and bodies never hold words of a passage.
    """
    message = Message(
        to=to,
        subject=subject,
        template=template,
        body=render_template(f"mail/{template}.txt", subject=subject, **context),
    )
    db.session.add(message)
    db.session.flush()
    nudge(SEND, message_id=message.id)
    return message
