"""Who reads what: people are told before they start, it is kept to, and it stays once somebody has answered."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.people.models import Role, Team
from feedback.models import Collection, Progress
from tests.conftest import SignIn
from tests.core.factories import ServiceAreaFactory, TeamFactory
from tests.feedback.factories import make_collection, make_response
from tests.feedback.test_collections import filled
from tests.feedback.test_journey import text

LISTED = "/collections/autumn/responses/"


def waiting(client: FlaskClient) -> str:
    """What the list of collections says of the only one there is."""
    (found,) = re.findall(r'data-label="To read">(.*?)</td>', client.get("/collections/").text)
    return re.sub(r"<[^>]+>", "", found)


def words_of(collection: Collection) -> str:
    return f"{LISTED}{make_response(collection).response.id}"


@pytest.mark.parametrize("role", [Role.team_manager, Role.duty_lead, Role.administrator])
def test_whoever_was_not_named_to_people_cannot_open_a_message(
    client: FlaskClient, session: Session, sign_in: SignIn, role: Role
) -> None:
    one = words_of(make_collection())
    sign_in(client, role)
    for address in (LISTED, one):
        assert client.get(address).status_code in {403, 404}
    assert client.post(one, data={"progress": "read"}).status_code in {403, 404}
    page = client.get("/collections/autumn").text
    assert "1 person has answered" in page and LISTED not in page
    assert "To read" not in client.get("/collections/").text


def test_a_quality_lead_reads_and_sees_how_many_wait(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    one = words_of(make_collection())
    sign_in(client, Role.quality_lead)
    assert LISTED in client.get("/collections/autumn").text
    assert client.get(one).status_code == client.get(LISTED).status_code == 200
    assert waiting(client) == "1"
    client.post(one, data={"progress": "read"})
    assert waiting(client) == "0"


def test_a_quality_lead_of_another_team_reads_nothing(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    one = words_of(make_collection(team=TeamFactory()))
    sign_in(client, Role.quality_lead, team=TeamFactory())
    assert client.get(one).status_code == client.get(LISTED).status_code == 404


def test_where_people_are_told_managers_of_the_team_may_read_but_not_answer(
    app: Flask, client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    area = ServiceAreaFactory()
    team = TeamFactory(name="East", service_area_id=area.id)
    one = words_of(make_collection(team=team, managers_read=True))
    sign_in(client, Role.team_manager, team=team)
    assert "Answer them" not in client.get(one).text
    assert client.post(one, data={"progress": Progress.read.value}).status_code == 403
    of_the_area, other = app.test_client(), app.test_client()
    sign_in(of_the_area, Role.team_manager, service_area=area)
    sign_in(other, Role.team_manager, team=TeamFactory())
    assert of_the_area.get(one).status_code == 200
    assert other.get(one).status_code == 404


def test_a_manager_who_leads_quality_elsewhere_answers_nobody_here(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    team = TeamFactory()
    one = words_of(make_collection(team=team, managers_read=True))
    person = sign_in(client, Role.team_manager, team=team)
    sign_in(client, Role.quality_lead, team=TeamFactory(), person=person)
    assert client.get(one).status_code == 200
    assert client.post(one, data={"progress": "read"}).status_code == 404


@pytest.mark.parametrize("questions", ["three-houses", "tell-us", "staff-survey"])
def test_every_page_that_says_who_reads_says_that_managers_do(
    client: FlaskClient, session: Session, questions: str
) -> None:
    make_collection(questions=questions, team=TeamFactory(name="East"), managers_read=True)
    for address in ("/say/autumn", "/say/autumn?all=1", "/say/autumn/check"):
        shown = text(client.get(address))
        assert "Two people in the quality team will read this by" in shown
        assert "The managers of East may read it too." in shown


def test_nothing_is_said_of_managers_where_they_do_not_read(client: FlaskClient, session: Session) -> None:
    make_collection(team=TeamFactory(name="East"))
    assert "managers" not in text(client.get("/say/autumn"))


def after_an_answer(session: Session, **values: Any) -> Collection:
    collection = make_collection(slug="after-visits", questions="parents-and-carers", **values)
    make_response(collection, {"change-words": "Ring us."})
    return collection


def test_the_team_stays_once_somebody_has_answered(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    was: Team = TeamFactory()
    after_an_answer(session, team=was)
    for team in (TeamFactory(), None):
        moved = filled(team=str(team.id) if team else "")
        refused = client.post("/collections/after-visits/edit", data=moved)
        assert refused.status_code == 422 and "so it stays with this team" in refused.text
    assert session.scalars(select(Collection)).one().team_id == was.id
    kept = client.post("/collections/after-visits/edit", data=filled(team=str(was.id), title="Renamed"))
    assert kept.status_code == 302


def test_the_team_can_change_while_nobody_has_answered(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    make_collection(slug="after-visits", team=TeamFactory())
    team: Team = TeamFactory()
    assert client.post("/collections/after-visits/edit", data=filled(team=str(team.id))).status_code == 302
    assert session.scalars(select(Collection)).one().team_id == team.id


def test_managers_cannot_be_let_in_later_but_can_be_shut_out(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    collection = after_an_answer(session)
    refused = client.post("/collections/after-visits/edit", data=filled(managers_read="yes"))
    assert refused.status_code == 422 and "were not told this" in refused.text
    collection.managers_read = True
    assert client.post("/collections/after-visits/edit", data=filled()).status_code == 302
    assert not session.scalars(select(Collection)).one().managers_read


def test_the_form_shows_a_collection_as_it_is(client: FlaskClient, session: Session, sign_in: SignIn) -> None:
    sign_in(client, Role.quality_lead)
    TeamFactory()
    team: Team = TeamFactory(name="East")
    make_collection(team=team, managers_read=True, read_within_days=9)
    shown = client.get("/collections/autumn/edit").text
    assert re.search(rf'value="{team.id}"\s+selected', shown)
    assert re.search(r'name="managers_read"[^>]*value="yes"[^>]*checked', shown)
    assert 'value="9"' in shown
