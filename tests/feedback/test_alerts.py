"""Alerts: told at once, seen by the duty lead, closed by a person with a reason."""

import re
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
from feedback import conversation
from feedback.models import Alert, AlertEvent, Response
from feedback.sweeps import escalate_what_nobody_took
from tests.conftest import SignIn
from tests.core.factories import TeamFactory
from tests.feedback.factories import HARM, make_alert, make_collection, make_response


def events(session: Session) -> list[str]:
    return list(session.scalars(select(AlertEvent.what).order_by(AlertEvent.at, AlertEvent.id)))


def unmarked(shown: str) -> str:
    return shown.replace("<mark>", "").replace("</mark>", "")


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
    assert HARM in unmarked(client.post(f"/alerts/{alert.id}/words").text)
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
        refused = client.post(f"/alerts/{alert.id}/close", data={"because": nothing})
        assert refused.status_code == 422
        assert "There is a problem" in refused.text and 'href="#because"' in refused.text
    assert (
        client.post(f"/alerts/{alert.id}/close", data={"because": "Spoke to school. Safe."}).status_code
        == 302
    )
    assert client.post(f"/alerts/{alert.id}/close", data={"because": "Once more please"}).status_code == 409
    assert alert.closed_because == "Spoke to school. Safe."
    assert b"Spoke to school" not in bytes(alert.closed_because_sealed or b"")
    assert events(session)[-2:] == ["acknowledged", "closed"]


def test_the_words_stay_in_sight_of_whoever_takes_the_alert_and_each_showing_is_noted(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    alert = make_alert(make_collection())
    page = client.post(f"/alerts/{alert.id}/words").text
    assert HARM in unmarked(page)
    reading = dict(re.findall(r'name="(reading)" value="(y)"', page))
    taken = client.post(f"/alerts/{alert.id}/acknowledge", data=reading).text
    assert "You have it." in taken and HARM in unmarked(taken)
    assert events(session).count("read") == 2
    for refused in ("", "ok"):
        answer = client.post(f"/alerts/{alert.id}/close", data={"because": refused, **reading})
        assert answer.status_code == 422 and HARM not in unmarked(answer.text)
    assert events(session).count("read") == 2


def test_whoever_answers_the_words_sees_whether_somebody_on_duty_has_the_alert(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    collection = make_collection()
    alert = make_alert(collection)
    quiet = make_response(collection).response
    words = f"/collections/{collection.slug}/responses/"
    duty, reader = client.application.test_client(), client
    sign_in(reader, Role.quality_lead)
    lead = sign_in(duty, Role.duty_lead)
    assert "may mean that someone is not safe" not in reader.get(f"{words}{quiet.id}").text
    page = f"{words}{alert.response_id}"
    assert "Nobody has it yet." in reader.get(page).text
    duty.post(f"/alerts/{alert.id}/acknowledge")
    assert f"{lead.name} has it, since" in reader.get(page).text
    duty.post(f"/alerts/{alert.id}/close", data={"because": "Spoke to school. Safe."})
    closed = reader.get(page).text
    assert f"{lead.name} closed the alert," in closed and "Spoke to school" not in closed


def test_an_alert_of_another_team_looks_like_none(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    mine, other = TeamFactory(), TeamFactory()
    sign_in(app.test_client(), Role.duty_lead, team=other)
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
    collection = make_collection()
    make_alert(collection)
    page = client.get("/home").text
    assert "Someone may not be safe" in page and "Nobody has taken this yet." in page
    make_response(collection, {"worry-words": HARM})
    assert "Nobody has taken these yet." in client.get("/home").text
    assert session.scalar(select(Alert.acknowledged_at)) is None


POLISH_HARM = "Mój tata bije mnie pasem i boję się wracać do domu"
POLISH = "Chciałbym częściej widywać siostrę i moją babcię"


def test_the_answer_that_raised_it_comes_first_with_its_words_marked_and_what_says_so(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    make_response(make_collection(), {"good-words": "My <b>cat</b> is lovely.", "worry-words": HARM})
    alert = session.scalars(select(Alert)).one()
    before = client.get(f"/alerts/{alert.id}").text
    assert "A plain rule of the screen" in before or "Our trained reader" in before
    assert HARM not in before
    shown = client.post(f"/alerts/{alert.id}/words").text
    assert shown.index("This raised it") < shown.index("<mark>") < shown.index("cat&lt;/b&gt;")
    assert "hits me" in shown.split("<mark>")[1].split("</mark>")[0]
    assert shown.count("This raised it") == 1


def test_what_the_trained_reader_finds_says_how_sure_it_is_and_which_version(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    alert = make_alert(make_collection())
    alert.findings = [
        {"category": "neglect", "level": "review", "question": "worry-words", "start": 0, "end": 2}
        | {"rule": "model:abc123", "chance": chance}
        for chance in (0.95, 0.75, 0.5)
    ]
    session.flush()
    shown = client.get(f"/alerts/{alert.id}").text
    for sure in ("very sure", "fairly sure", "not sure"):
        assert f"Our trained reader. It is {sure}. Version abc123." in shown


def test_an_alert_of_before_says_only_that_the_screen_raised_it(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    alert = make_alert(make_collection())
    alert.findings = [{"category": "neglect", "level": "review", "question": "gone", "start": 3, "end": 900}]
    session.flush()
    assert "The screen." in client.get(f"/alerts/{alert.id}").text
    assert HARM in client.post(f"/alerts/{alert.id}/words").text


def test_what_was_written_back_is_marked_in_its_own_message(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    made = make_response(make_collection(), {"good-words": "All fine and my worker is kind."}).response
    response = session.get_one(Response, made.id)
    session.expire(response)
    conversation.write_theirs(response=response, words="Thank you for asking me about it.")
    conversation.write_theirs(response=response, words=HARM)
    alert = session.scalars(select(Alert)).one()
    shown = client.post(f"/alerts/{alert.id}/words").text
    assert shown.index("<mark>") < shown.index("Thank you for asking")
    assert HARM in unmarked(shown)


def test_words_in_another_language_go_to_the_duty_lead_to_look_at_today(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    lead = sign_in(client, Role.duty_lead)
    make_response(make_collection(), {"worry-words": POLISH})
    alert = session.scalars(select(Alert)).one()
    assert (alert.level, alert.categories) == ("review", ["other-language"])
    (mail,) = mails(session)
    assert (mail.to, mail.subject) == (lead.email, "Words in a language we cannot read")
    assert "should look today" in mail.body and "danger" not in mail.body
    home = client.get("/home").text
    assert (
        "1 message in a language we cannot read" in home
        and "may not be safe" not in home.split("We do not")[0]
    )
    assert "A language we cannot read" in client.get("/alerts/").text
    shown = client.get(f"/alerts/{alert.id}").text
    assert "It looks like Polish." in shown and "Someone may not be safe" not in shown
    assert POLISH in client.post(f"/alerts/{alert.id}/words").text


def test_a_word_of_alarm_in_another_language_is_urgent_and_marked(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    make_response(make_collection(), {"worry-words": POLISH_HARM})
    alert = session.scalars(select(Alert)).one()
    assert alert.level == "urgent"
    assert "may hold a word of alarm" in mails(session)[0].body
    shown = client.post(f"/alerts/{alert.id}/words").text
    assert "It looks like Polish. It holds a word that can mean hit or beat." in shown
    assert "<mark>bije</mark>" in shown


@pytest.mark.parametrize("words", ["ok merci", "My baba speaks Sorani at home", "Skibidi"])
def test_a_stray_word_calls_nobody(session: Session, words: str) -> None:
    make_response(make_collection(), {"good-words": words})
    assert session.scalars(select(Alert)).all() == []


def test_both_pages_about_alerts_say_what_the_machine_does_not_read(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    for page in ("/alerts/", "/alerts/how-well"):
        assert "English only" in client.get(page).text
