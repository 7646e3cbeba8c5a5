"""Alerts that the screen is not sure of: said plainly, shown after the sure ones, looked at all the same."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.mail import Message
from core.people.models import Role
from feedback.models import Alert
from feedback.sweeps import escalate_what_nobody_took
from nlp.screening.sureness import unsure
from tests.conftest import SignIn
from tests.feedback.factories import HARM, make_alert, make_alert_of, make_collection, make_response

NOT_SURE = "Our screen is not sure. Please look all the same."
HEADING = "our screen is not sure of these"


def listed(client: FlaskClient) -> list[UUID]:
    """The alerts as they stand in the list, from the top."""
    return [
        UUID(found) for found in re.findall(r'href="/alerts/([0-9a-f-]{36})"', client.get("/alerts/").text)
    ]


def headings(client: FlaskClient) -> list[str]:
    return re.findall(r'<h2 class="govuk-heading-m">([^<]+)</h2>', client.get("/alerts/").text)


def test_an_alert_keeps_whether_anything_that_raised_it_is_sure(session: Session) -> None:
    assert make_alert_of(0.5).unsure
    assert make_alert_of(0.5, 0.69).unsure
    for sure in ([0.7], [0.5, 0.9], [None], [0.5, None]):
        assert not make_alert_of(*sure).unsure


@pytest.mark.parametrize(
    "answers",
    [
        {"worry-words": HARM},
        {"worry-things": ["hurt"]},
        {"worry-words": "Chciałbym częściej widywać siostrę i moją babcię"},
    ],
)
def test_what_is_plain_or_picked_or_in_another_language_is_no_guess(
    session: Session, answers: dict[str, object]
) -> None:
    make_response(make_collection(), answers)
    alert = session.scalars(select(Alert)).one()
    assert not alert.unsure
    assert not unsure(finding["chance"] for finding in alert.findings)


def test_of_what_nobody_has_the_sure_and_urgent_comes_first_and_what_can_wait_last(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    sure = make_alert_of(0.9)
    guess = make_alert_of(0.5)
    waits, guess_that_waits = make_alert_of(0.9, level="review"), make_alert_of(0.5, level="review")
    newer_guess, newer_sure = make_alert_of(0.6), make_alert_of(None)
    expected = [sure, newer_sure, guess, newer_guess, waits, guess_that_waits]
    assert listed(client) == [alert.id for alert in expected]
    assert headings(client) == [
        "Look now: nobody has these yet",
        f"Look now too: {HEADING}",
        "Look today: nobody has these yet",
    ]


def test_what_somebody_has_is_in_the_order_it_came_in(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, Role.duty_lead)
    came = [make_alert_of(chance) for chance in (0.5, 0.9, 0.6, 0.8)]
    for alert in came:
        client.post(f"/alerts/{alert.id}/acknowledge")
    assert headings(client) == ["Being looked at"]
    assert listed(client) == [alert.id for alert in came]


def test_the_list_says_what_not_sure_means_only_where_there_are_such(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    make_alert_of(0.9)
    assert HEADING not in client.get("/alerts/").text
    make_alert_of(0.5)
    page = client.get("/alerts/").text
    assert "someone may be in danger all the same: please look at every one" in page
    assert "Not sure" not in page


def test_where_the_screen_is_sure_of_none_the_heading_does_not_say_too(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    make_alert_of(0.5)
    assert headings(client) == [f"Look now: {HEADING}"]


def test_what_can_wait_and_what_is_taken_says_beside_it_that_it_is_not_sure(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    make_alert_of(0.9, level="review")
    assert "Not sure" not in client.get("/alerts/").text
    make_alert_of(0.5, level="review")
    assert client.get("/alerts/").text.count("Not sure") == 1
    client.post(f"/alerts/{make_alert_of(0.5).id}/acknowledge")
    assert client.get("/alerts/").text.count("Not sure") == 2


def test_the_home_page_says_first_what_the_screen_is_sure_of(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, Role.duty_lead)
    make_alert_of(0.5)
    home = client.get("/home").text
    assert "Someone may not be safe: our screen is not sure" in home
    make_alert_of(0.6)
    make_alert_of(0.9, level="review")
    home = client.get("/home").text
    assert home.index(">Someone may not be safe<") < home.index(
        "2 messages say someone may not be safe: our screen is not sure"
    )
    assert "Please look all the same" in home


def test_the_page_of_an_alert_says_so_at_the_top(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, Role.duty_lead)
    page = client.get(f"/alerts/{make_alert_of(0.5).id}").text
    assert page.index("Look now") < page.index(NOT_SURE) < page.index("What it may be")
    assert NOT_SURE not in client.get(f"/alerts/{make_alert_of(0.9).id}").text


def test_a_rule_that_the_trained_reader_half_believes_says_so(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    alert = make_alert(make_collection())
    doubt = "Our trained reader is not sure of it."
    for chance, says in ((0.5, True), (0.7, False), (None, False)):
        alert.findings = [{**alert.findings[0], "rule": "rule:physical-harm/hit-me", "chance": chance}]
        session.flush()
        page = client.get(f"/alerts/{alert.id}").text
        assert "A plain rule of the screen, called “hit me”." in page
        assert (doubt in page) is says


@pytest.mark.parametrize(("chance", "says"), [(0.5, True), (0.7, False)])
def test_both_mails_say_so_and_nothing_else_about_them_changes(
    client: FlaskClient, session: Session, sign_in: SignIn, chance: float, says: bool
) -> None:
    lead = sign_in(client, Role.duty_lead)
    alert = make_alert_of(chance)
    alert.acknowledge_by = datetime.now(UTC) - timedelta(minutes=1)
    session.flush()
    escalate_what_nobody_took()
    raised, late = session.scalars(select(Message).order_by(Message.id)).all()
    assert (raised.to, raised.subject) == (lead.email, "Someone may not be safe")
    assert "is in danger. Please look at it now." in raised.body
    assert (late.to, late.subject) == (lead.email, "Nobody has taken this alert yet")
    assert "It is urgent: someone may be in danger now." in late.body
    for mail in (raised, late):
        assert (NOT_SURE in mail.body) is says
        assert f"/alerts/{alert.id}" in mail.body
