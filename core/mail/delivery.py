"""Sending the outbox over SMTP, by jobs, each message until it is taken or hopeless."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

import structlog
from sqlalchemy import select

from core.db import db
from core.jobs import nudge, sweep, task
from core.mail.outbox import SEND, Message
from core.settings import settings

TIMEOUT_SECONDS = 20
FIRST_WAIT = timedelta(minutes=1)
TRIES = 10
PORTS = {"smtp": 25, "smtps": 465}

log = structlog.get_logger("heard.mail")


@task(SEND, tries=1)
def deliver(message_id: str) -> None:
    """Send one message. A server that refuses or is away is asked again later; the row keeps the count.

    The row is held while the server is spoken to, so no two workers send it. The message's identifier comes
    from the row: a crash between the server's yes and our commit gives the same mail twice, which mail
    programs show once.
    """
    message = db.session.scalars(
        select(Message)
        .where(
            Message.id == UUID(message_id), Message.state == "due", Message.next_try_at <= datetime.now(UTC)
        )
        .with_for_update(skip_locked=True)
    ).one_or_none()
    where = settings().smtp_url
    if message is None or where is None:
        return
    message.attempts += 1
    try:
        with _server(urlsplit(where.get_secret_value())) as server:
            server.send_message(_written(message))
    except smtplib.SMTPRecipientsRefused as refused:
        _put_off(message, refused, hopeless=all(code >= 500 for code, _ in refused.recipients.values()))
    except (OSError, smtplib.SMTPException) as refused:
        _put_off(message, refused, hopeless=False)
    else:
        message.state, message.sent_at = "sent", datetime.now(UTC)
        log.info("mail sent", message=message.id, template=message.template)


@sweep()
def find_left() -> None:
    """Nudge what is due to be tried."""
    if settings().smtp_url is None:
        return
    left = select(Message.id).where(Message.state == "due", Message.next_try_at <= datetime.now(UTC))
    for found in db.session.scalars(left.order_by(Message.next_try_at).limit(1000)):
        nudge(SEND, message_id=found)


def _put_off(message: Message, refused: Exception, *, hopeless: bool) -> None:
    message.next_try_at = datetime.now(UTC) + FIRST_WAIT * 2 ** (message.attempts - 1)
    if hopeless or message.attempts >= TRIES:
        message.state = "failed"
    log.error(
        "mail not taken",
        message=message.id,
        template=message.template,
        attempts=message.attempts,
        state=message.state,
        exc_info=refused,
    )


def _written(message: Message) -> EmailMessage:
    sender = settings().mail_from
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{message.id}@{sender.partition('@')[2] or 'localhost'}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    return mail


@contextmanager
def _server(where: SplitResult) -> Iterator[smtplib.SMTP]:
    """The server at `smtp://`, which is asked for TLS and must give it unless it is this machine, or `smtps://`."""
    host, port = where.hostname or "localhost", where.port or PORTS.get(where.scheme, 25)
    secure = ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=secure)
        if where.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    )
    with server:
        if where.scheme != "smtps" and host not in ("localhost", "127.0.0.1", "::1"):
            server.starttls(context=secure)
        if where.username and where.password:
            server.login(unquote(where.username), unquote(where.password))
        yield server
