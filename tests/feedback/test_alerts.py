"""Alerts: told at once, seen by the duty lead, closed by a person with a reason."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from core.mail import Message
from core.people.models import Role
from core.trail import TrailEntry
from feedback.models import Alert, AlertEvent
from feedback.sweeps import escalate_what_nobody_took
from tests.conftest import SignIn
from tests.core.factories import TeamFactory
from tests.feedback.factories import HARM, make_alert, make_collection


def events(session: Session) -> list[str]:
    return list(session.scalars(select(AlertEvent.what).order_by(AlertEvent.at, AlertEvent.id)))


def mails(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


def test_the_duty_lead_is_mailed_at_once_and_the_mail_holds_no_words(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    lead = sign_in(client, Role.duty_lead)
    alert = make_alert(make_collection())
    (mail,) = mails(session)
    assert mail.to == lead.email
    assert f"/alerts/{alert.id}" in mail.body
    assert not set(HARM.lower().split()) & {"hits", "belt"} & set(mail.body.lower().split())
    assert events(session) == ["raised", "mailed"]


def test_the_words_are_shown_only_by_an_act_that_leaves_a_trail(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    lead = sign_in(client, Role.duty_lead)
    alert = make_alert(make_collection())
    assert HARM not in client.get(f"/alerts/{alert.id}").get_data(as_text=True)
    assert HARM in client.post(f"/alerts/{alert.id}/words").get_data(as_text=True)
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "read original words")).one()
    assert (entry.actor_id, entry.subject_id) == (lead.id, alert.response_id)
    assert "read" in events(session)


def test_an_alert_is_taken_once_and_closed_with_a_reason(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    lead = sign_in(client, Role.duty_lead)
    alert = make_alert(make_collection())
    assert client.post(f"/alerts/{alert.id}/close", data={"because": "Seen today."}).status_code == 409
    client.post(f"/alerts/{alert.id}/acknowledge")
    again = client.post(f"/alerts/{alert.id}/acknowledge", follow_redirects=True)
    assert f"{lead.name} has it" in again.get_data(as_text=True)
    for nothing in ("", "   ", "ok", "\u200b\u200b\u200b\u200b\u200b\u200b"):
        assert client.post(f"/alerts/{alert.id}/close", data={"because": nothing}).status_code == 422
    assert (
        client.post(f"/alerts/{alert.id}/close", data={"because": "Spoke to school. Safe."}).status_code
        == 302
    )
    assert client.post(f"/alerts/{alert.id}/close", data={"because": "Once more please"}).status_code == 409
    assert alert.closed_because == "Spoke to school. Safe."
    assert b"Spoke to school" not in bytes(alert.closed_because_sealed or b"")
    assert events(session)[-2:] == ["acknowledged", "closed"]


def test_an_alert_of_another_team_looks_like_none(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    mine, other = TeamFactory(), TeamFactory()
    alert = make_alert(make_collection(team=other))
    sign_in(client, Role.duty_lead, team=mine)
    assert client.get(f"/alerts/{alert.id}").status_code == 404
    for act in ("words", "acknowledge", "close"):
        assert (
            client.post(f"/alerts/{alert.id}/{act}", data={"because": "Spoke to school."}).status_code == 404
        )
    assert str(alert.id) not in client.get("/alerts/").get_data(as_text=True)


def test_an_alert_that_no_duty_lead_of_its_team_reaches_goes_to_every_duty_lead(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    lead = sign_in(app.test_client(), Role.duty_lead, team=TeamFactory())
    make_alert(make_collection(team=TeamFactory()))
    assert [mail.to for mail in mails(session)] == [lead.email]


def test_nobody_takes_it_in_time_and_more_people_are_told(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    lead = sign_in(app.test_client(), Role.duty_lead)
    above = sign_in(app.test_client(), Role.quality_lead)
    alert = make_alert(make_collection())
    escalate_what_nobody_took()
    assert alert.escalated_at is None
    alert.acknowledge_by = datetime.now(UTC) - timedelta(minutes=1)
    session.flush()
    escalate_what_nobody_took()
    escalate_what_nobody_took()
    assert alert.escalated_at is not None
    assert sorted(mail.to for mail in mails(session)) == sorted([lead.email, lead.email, above.email])
    assert events(session) == ["raised", "mailed", "escalated"]


def test_an_alert_that_is_taken_is_not_escalated(app: Flask, session: Session, sign_in: SignIn) -> None:
    lead = sign_in(app.test_client(), Role.duty_lead)
    alert = make_alert(make_collection())
    alert.acknowledged_at, alert.acknowledged_by_id = datetime.now(UTC), lead.id
    alert.acknowledge_by = datetime.now(UTC) - timedelta(minutes=1)
    session.flush()
    escalate_what_nobody_took()
    assert alert.escalated_at is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE alert SET closed_at = now()",
        "UPDATE alert SET acknowledged_at = now()",
        "INSERT INTO alert_event (id, alert_id, what, at) SELECT gen_random_uuid(), id, 'closed', now() FROM alert",
    ],
)
def test_the_database_lets_no_machine_take_or_close_an_alert(session: Session, change: str) -> None:
    make_alert(make_collection())
    with pytest.raises(IntegrityError):
        session.execute(text(change))


def test_what_was_done_about_an_alert_cannot_be_rewritten(session: Session) -> None:
    make_alert(make_collection())
    with pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text("UPDATE alert_event SET what = 'mailed'"))


def test_an_alert_stands_first_on_the_home_page(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    make_alert(make_collection())
    assert "Someone may not be safe" in client.get("/home").get_data(as_text=True)
    assert session.scalar(select(Alert.acknowledged_at)) is None
