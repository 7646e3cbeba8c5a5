"""Whoever is told of an alert can open it, and nobody else can: the mail, the pages and the home page agree."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.mail import Message
from core.people.models import Role, Team, User
from feedback.models import Alert
from feedback.sweeps import escalate_what_nobody_took
from tests.conftest import SignIn
from tests.core.factories import ServiceAreaFactory, TeamFactory
from tests.feedback.factories import make_alert, make_collection

People = dict[str, tuple[User, FlaskClient]]
Staff = Callable[..., People]


@pytest.fixture
def team(session: Session) -> Team:
    made: Team = TeamFactory(name="Here")
    return made


@pytest.fixture
def elsewhere(session: Session) -> Team:
    made: Team = TeamFactory(name="Elsewhere")
    return made


@pytest.fixture
def staff(app: Flask, sign_in: SignIn) -> Staff:
    """`staff(lead=(Role.duty_lead, team))`: people by name, each signed in; without a team they reach everything."""

    def enter(**wanted: tuple[Role, Team | None]) -> People:
        people = {}
        for name, (role, team) in wanted.items():
            client = app.test_client()
            people[name] = (sign_in(client, role, team=team), client)
        return people

    return enter


def told(session: Session, people: People) -> set[str]:
    mailed = {message.to for message in session.scalars(select(Message))}
    return {name for name, (person, _) in people.items() if person.email in mailed}


def let_in(people: People, alert: Alert) -> set[str]:
    """Whose page, list and home page show this alert. All three agree."""
    page = {
        name for name, (_, client) in people.items() if client.get(f"/alerts/{alert.id}").status_code == 200
    }
    listed = {
        name for name, (_, client) in people.items() if f"/alerts/{alert.id}" in client.get("/alerts/").text
    }
    home = {name for name, (_, client) in people.items() if "may not be safe" in client.get("/home").text}
    assert page == listed == home
    return page


def too_late(session: Session, alert: Alert) -> None:
    alert.acknowledge_by = datetime.now(UTC) - timedelta(minutes=1)
    session.flush()
    escalate_what_nobody_took()


def test_the_lead_of_the_team_is_told_and_nobody_of_another(
    session: Session, staff: Staff, team: Team, elsewhere: Team
) -> None:
    people = staff(
        here=(Role.duty_lead, team),
        everywhere=(Role.duty_lead, None),
        elsewhere=(Role.duty_lead, elsewhere),
        quality=(Role.quality_lead, None),
        administrator=(Role.administrator, None),
        manager=(Role.team_manager, team),
        auditor=(Role.auditor, None),
    )
    alert = make_alert(make_collection(team=team))
    assert let_in(people, alert) == told(session, people) == {"here", "everywhere"}


def test_where_no_lead_reaches_the_team_every_lead_can_open_it(
    session: Session, staff: Staff, team: Team, elsewhere: Team
) -> None:
    people = staff(elsewhere=(Role.duty_lead, elsewhere), quality=(Role.quality_lead, None))
    alert = make_alert(make_collection(team=team))
    assert let_in(people, alert) == told(session, people) == {"elsewhere"}


def test_what_belongs_to_no_team_can_be_opened_by_leads_of_teams_where_there_are_no_others(
    session: Session, staff: Staff, team: Team
) -> None:
    people = staff(here=(Role.duty_lead, team))
    alert = make_alert(make_collection())
    assert let_in(people, alert) == told(session, people) == {"here"}


def test_where_there_is_no_lead_at_all_those_above_can_open_it_take_it_and_close_it(
    session: Session, staff: Staff, team: Team, elsewhere: Team
) -> None:
    people = staff(
        quality=(Role.quality_lead, team),
        administrator=(Role.administrator, None),
        quality_elsewhere=(Role.quality_lead, elsewhere),
        manager=(Role.team_manager, team),
    )
    alert = make_alert(make_collection(team=team))
    assert let_in(people, alert) == told(session, people) == {"quality", "administrator"}
    _, client = people["quality"]
    client.post(f"/alerts/{alert.id}/acknowledge")
    assert client.post(f"/alerts/{alert.id}/words").status_code == 200
    client.post(f"/alerts/{alert.id}/close", data={"because": "Spoke to the school. Safe."})
    assert alert.closed_at is not None


def test_once_nobody_took_it_in_time_those_above_can_open_it_as_well(
    session: Session, staff: Staff, team: Team, elsewhere: Team
) -> None:
    people = staff(
        lead=(Role.duty_lead, team),
        quality=(Role.quality_lead, None),
        administrator=(Role.administrator, None),
        quality_elsewhere=(Role.quality_lead, elsewhere),
    )
    alert = make_alert(make_collection(team=team))
    assert let_in(people, alert) == told(session, people) == {"lead"}
    too_late(session, alert)
    assert let_in(people, alert) == told(session, people) == {"lead", "quality", "administrator"}
    _, lead = people["lead"]
    lead.post(f"/alerts/{alert.id}/acknowledge")
    seen = {
        name for name, (_, client) in people.items() if client.get(f"/alerts/{alert.id}").status_code == 200
    }
    assert seen == {"lead"}


def test_whoever_has_it_keeps_it_until_it_is_closed(
    session: Session, staff: Staff, team: Team, elsewhere: Team
) -> None:
    people = staff(elsewhere=(Role.duty_lead, elsewhere))
    alert = make_alert(make_collection(team=team))
    _, client = people["elsewhere"]
    client.post(f"/alerts/{alert.id}/acknowledge")
    staff(new=(Role.duty_lead, team))
    assert client.get(f"/alerts/{alert.id}").status_code == 200
    client.post(f"/alerts/{alert.id}/close", data={"because": "Spoke to the school. Safe."})
    assert client.get(f"/alerts/{alert.id}").status_code == 404


def test_a_lead_of_the_service_area_is_on_duty_for_its_teams(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    area = ServiceAreaFactory()
    inside, outside = TeamFactory(service_area_id=area.id), TeamFactory()
    client = app.test_client()
    sign_in(client, Role.duty_lead, service_area=area)
    sign_in(app.test_client(), Role.duty_lead)
    assert client.get(f"/alerts/{make_alert(make_collection(team=inside)).id}").status_code == 200
    other = make_alert(make_collection(slug="other", team=outside))
    assert client.get(f"/alerts/{other.id}").status_code == 404


def test_those_above_see_no_link_to_what_they_may_not_open(staff: Staff) -> None:
    people = staff(quality=(Role.quality_lead, None), lead=(Role.duty_lead, None))
    assert "/alerts/how-well" not in people["quality"][1].get("/alerts/").text
    assert "/alerts/how-well" in people["lead"][1].get("/alerts/").text
