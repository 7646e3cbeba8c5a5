"""Mail is a row first, and leaves by a real SMTP server."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.jobs import run_waiting
from core.jobs.queue import run_sweeps
from core.mail import Message, send
from tests.conftest import Postbox


def write(session: Session) -> Message:
    message = send(to="ada@example.org", subject="Someone needs you", template="security", body="Look today.")
    session.commit()
    return message


def state(session: Session) -> tuple[str, int]:
    session.rollback()
    session.expire_all()
    message = session.scalars(select(Message)).one()
    return message.state, message.attempts


def test_a_mail_is_sent_once_after_the_commit(app: Flask, session: Session, postbox: Postbox) -> None:
    message = write(session)
    run_waiting(app)
    run_sweeps(app)
    run_waiting(app)
    assert state(session) == ("sent", 1)
    (mail,) = postbox.mails
    assert mail["To"] == "ada@example.org"
    assert mail["Subject"] == "Someone needs you"
    assert str(message.id) in mail["Message-ID"]
    assert mail.get_content().strip() == "Look today."


def test_a_change_that_was_rolled_back_mails_nobody(app: Flask, session: Session, postbox: Postbox) -> None:
    send(to="ada@example.org", subject="Someone needs you", template="security", body="Look today.")
    session.rollback()
    run_waiting(app)
    assert postbox.mails == []


def test_a_server_that_is_away_is_asked_again(app: Flask, session: Session, postbox: Postbox) -> None:
    postbox.refuse = True
    message = write(session)
    run_waiting(app)
    assert state(session) == ("due", 1)
    assert message.next_try_at > datetime.now(UTC)

    postbox.refuse = False
    run_sweeps(app)
    run_waiting(app)
    assert postbox.mails == [], "not before its time"
    session.execute(text("UPDATE message SET next_try_at = now()"))
    session.commit()
    run_sweeps(app)
    run_waiting(app)
    assert state(session) == ("sent", 2)
    assert len(postbox.mails) == 1


def test_a_mail_nobody_takes_is_set_aside_in_the_end(
    app: Flask, session: Session, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.mail.delivery.TRIES", 1)
    postbox.refuse = True
    write(session)
    run_waiting(app)
    assert state(session) == ("failed", 1)


def test_without_a_server_mail_waits_in_the_outbox(app: Flask, session: Session) -> None:
    write(session)
    run_waiting(app)
    assert state(session) == ("due", 0)


def test_addresses_and_bodies_are_sealed_in_the_database(app: Flask, session: Session) -> None:
    write(session)
    row = session.execute(text("SELECT message::text FROM message")).scalar_one()
    assert "ada@example.org" not in row
    assert "Look today" not in row
