"""Signing in, staying in, and being out."""

import re
import time

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import verify_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.mail import Message
from core.people import services
from core.people.models import Role, User
from core.people.passwords import is_common
from core.people.sign_in import security
from core.trail import TrailEntry
from tests.conftest import SignIn
from tests.core.factories import PASSWORD, TeamFactory, UserFactory


@pytest.fixture
def no_second_step(app: Flask) -> None:
    app.config["SECURITY_TWO_FACTOR_REQUIRED"] = False


@pytest.fixture(autouse=True)
def second_step_again(app: Flask):  # type: ignore[no-untyped-def]
    yield
    app.config["SECURITY_TWO_FACTOR_REQUIRED"] = True


def enter(client: FlaskClient, email: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def test_a_person_signs_in_and_the_trail_says_so(
    app: Flask, client: FlaskClient, session: Session, no_second_step: None
) -> None:
    person = UserFactory(roles=[Role.auditor])
    answer = enter(client, person.email)
    assert answer.status_code == 302 and answer.location == "/home"
    assert client.get("/home").status_code == 200
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "signed in")).one()
    assert entry.actor_id == person.id


def test_known_and_unknown_accounts_get_the_same_answer(app: Flask, client: FlaskClient) -> None:
    person = UserFactory()
    shut_out = UserFactory(active=False)
    answers = [
        enter(client, email, "not the password at all")
        for email in (person.email, "stranger@example.org", shut_out.email)
    ]
    pages = {
        re.sub(r'(value="[^"]*"|person-\d+@example.org|stranger@example.org)', "", a.text) for a in answers
    }
    assert len(pages) == 1 and {a.status_code for a in answers} == {200}
    assert "do not match an account" in answers[0].text


def test_an_unknown_account_costs_a_password_hash_like_a_known_one(app: Flask, client: FlaskClient) -> None:
    person = UserFactory()

    def shortest(email: str) -> float:
        times = []
        for _ in range(5):
            start = time.process_time()  # the work done, whatever else the machine does
            enter(client, email, "not the password at all")
            times.append(time.process_time() - start)
        return min(times)

    known, unknown = shortest(person.email), shortest("stranger@example.org")
    assert 0.4 < known / unknown < 2.5, "without a hash for strangers this would be ten or more"


def test_a_second_step_is_asked_for_and_its_code_works_once(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    person = UserFactory(roles=[Role.auditor])
    setup = enter(client, person.email)
    assert setup.status_code == 302 and "second-step" in setup.location
    assert client.get("/home").status_code == 302, "half signed in is not signed in"
    picture = client.post("/account/second-step", data={"setup": "authenticator"})
    key = re.search(r'heard-key">([A-Z2-7\- ]+)<', picture.text)
    assert key and "<svg" in picture.text
    with client.session_transaction() as cookie:
        secret = cookie["tf_totp_secret"]
    code = security._totp_factory.generate_totp_password(secret)
    done = client.post("/sign-in/code", data={"code": code})
    assert done.status_code == 302
    assert client.get("/home").status_code == 200

    again = app.test_client()
    enter(again, person.email)
    assert again.post("/sign-in/code", data={"code": code}).status_code == 200, "a used code is refused"
    assert again.get("/home").status_code == 302


def test_a_recovery_code_signs_in_once(app: Flask, client: FlaskClient, session: Session) -> None:
    person = UserFactory(roles=[Role.auditor], tf_primary_method="authenticator")
    person.tf_totp_secret = security._totp_factory.generate_totp_secret()
    codes = security._mf_recovery_codes_util.create_recovery_codes(person)
    session.commit()
    for expected in (200, 302):
        browser = app.test_client()
        enter(browser, person.email)
        browser.post("/sign-in/recovery-code", data={"code": codes[0]})
        assert browser.get("/home").status_code == expected


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_a_session_ends_after_half_an_hour_idle(
    app: Flask, client: FlaskClient, sign_in: SignIn, minutes: int, status: int
) -> None:
    sign_in(client, Role.auditor)
    with time_machine.travel(time.time() + minutes * 60):
        assert client.get("/home").status_code == status


def test_a_session_ends_after_eight_hours_however_busy(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.auditor)
    started = time.time()
    for quarter in range(1, 32):
        with time_machine.travel(started + quarter * 15 * 60):
            assert client.get("/home").status_code == 200
    with time_machine.travel(started + 8 * 3600 + 60):
        assert client.get("/home").status_code == 302


def copied(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser with a copy of this one's session."""
    thief = app.test_client()
    with client.session_transaction() as mine, thief.session_transaction() as theirs:
        theirs.update(mine)
    return thief


def test_signing_out_ends_every_copy_of_the_session(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, Role.auditor)
    thief = copied(app, client)
    assert thief.get("/home").status_code == 200
    client.post("/sign-out")
    assert client.get("/home").status_code == 302
    assert thief.get("/home").status_code == 302


def test_a_changed_role_a_disabling_and_a_lost_phone_end_sessions(
    app: Flask, sign_in: SignIn, session: Session
) -> None:
    team = TeamFactory()
    changes = (
        lambda person: services.change_grants(
            person=person, grants=[services.Grant(Role.practitioner, team.id)]
        ),
        lambda person: services.set_active(person=person, active=False),
        lambda person: services.forget_second_step(person=person),
    )
    for change in changes:
        client = app.test_client()
        person = sign_in(client, Role.auditor)
        assert client.get("/home").status_code == 200
        change(session.get_one(User, person.id))
        session.commit()
        assert client.get("/home").status_code == 302


def test_a_forgotten_password_is_chosen_anew_by_the_mailed_link(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    person = UserFactory(roles=[Role.auditor])
    inside = app.test_client()
    asked = client.post("/forgotten-password", data={"email": person.email})
    stranger = client.post("/forgotten-password", data={"email": "stranger@example.org"})
    assert asked.status_code == stranger.status_code
    message = session.scalars(select(Message)).one()
    assert message.to == person.email
    link = re.search(r"https?://[^/]+(/\S+)", message.body)
    assert link
    new = "four lamps over the bridge"
    answer = inside.post(link.group(1), data={"password": new, "password_confirm": new})
    assert answer.status_code == 302
    session.expire_all()
    assert verify_password(new, session.get_one(User, person.id).password)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "passwordpassword",
        "Password12345678",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiop1234567",
        "iloveyou-iloveyou",
    ],
)
def test_a_short_or_common_password_is_refused_with_a_reason(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session, password: str
) -> None:
    person = UserFactory(roles=[Role.auditor])
    sign_in(client, person=person)
    with client.session_transaction() as cookie:
        cookie["fs_paa"] = time.time()
    answer = client.post(
        "/account/password",
        data={"password": PASSWORD, "new_password": password, "new_password_confirm": password},
    )
    assert answer.status_code == 200
    assert "15 characters or more" in answer.text
    assert verify_password(PASSWORD, session.get_one(User, person.id).password)


@pytest.mark.parametrize("password", [PASSWORD, "correct zebra paperclip", "lowercase only but long and odd"])
def test_no_rule_about_kinds_of_character(password: str) -> None:
    assert not is_common(password)


def test_a_forged_form_is_refused(app: Flask, client: FlaskClient, csrf: None) -> None:
    person = UserFactory()
    assert enter(client, person.email).status_code == 400
