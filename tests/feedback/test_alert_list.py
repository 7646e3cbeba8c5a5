"""The list of alerts: whatever is open stands in it, the longest waiting first; what is closed is paged."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.people.models import Role
from feedback.models import Alert
from feedback.sweeps import escalate_what_nobody_took
from feedback.views import alerts
from tests.conftest import SignIn
from tests.feedback.factories import make_alert_of


def listed(client: FlaskClient, query: str = "") -> list[UUID]:
    found = re.findall(r'href="/alerts/([0-9a-f-]{36})"', client.get(f"/alerts/{query}").text)
    return [UUID(each) for each in found]


def closed_alerts(client: FlaskClient, number: int) -> list[Alert]:
    made = [make_alert_of(0.9) for _ in range(number)]
    for alert in made:
        client.post(f"/alerts/{alert.id}/acknowledge")
        client.post(f"/alerts/{alert.id}/close", data={"because": "Spoke to the school. Safe."})
    return made


def test_no_open_alert_is_left_out_however_many_there_are(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    oldest = make_alert_of(0.9)
    for _ in range(210):
        make_alert_of(0.9)
    assert len(listed(client)) == 211
    assert listed(client)[0] == oldest.id


def test_what_is_closed_is_paged_the_last_closed_first(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "A_PAGE", 2)
    sign_in(client, Role.duty_lead)
    first, second, third = closed_alerts(client, 3)
    waiting = make_alert_of(0.9)
    assert listed(client) == [waiting.id, third.id, second.id]
    assert "Closed before these" in client.get("/alerts/").text
    assert listed(client, "?page=2") == [waiting.id, first.id]
    assert "Closed after these" in client.get("/alerts/?page=2").text


@pytest.mark.parametrize("page", ["0", "-3", "x", "99999999999999999999999999"])
def test_a_page_that_is_none_is_no_fault(client: FlaskClient, sign_in: SignIn, page: str) -> None:
    sign_in(client, Role.duty_lead)
    assert client.get(f"/alerts/?page={page}").status_code == 200


def test_what_can_wait_until_today_has_a_day_and_what_is_urgent_half_an_hour(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.duty_lead)
    urgent, today = make_alert_of(0.9), make_alert_of(0.9, level="review")
    assert urgent.acknowledge_by - urgent.raised_at == timedelta(minutes=30)
    assert today.acknowledge_by - today.raised_at == timedelta(hours=24)
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    for alert in (urgent, today):
        alert.acknowledge_by -= timedelta(hours=1)
        alert.raised_at = an_hour_ago
    session.flush()
    escalate_what_nobody_took()
    late = session.scalars(select(Alert).where(Alert.escalated_at.is_not(None))).all()
    assert late == [urgent]
    assert client.get("/alerts/").text.count("Late") == 1
    today.acknowledge_by = datetime.now(UTC) - timedelta(minutes=1)
    session.flush()
    escalate_what_nobody_took()
    assert client.get("/alerts/").text.count("Late") == 2
    assert today.acknowledge_by - datetime.now(UTC) > timedelta(hours=23)
