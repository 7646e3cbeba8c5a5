"""An administrator looks after people, teams and settings."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import reach
from core.people import demo
from core.people.models import Authority, Role, Team, User
from core.trail import TrailEntry
from tests.conftest import SignIn
from tests.core.factories import ServiceAreaFactory, TeamFactory, UserFactory


def test_an_administrator_adds_a_person_to_a_team(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    team = TeamFactory()
    admin = sign_in(client, Role.administrator)
    answer = client.post(
        "/people/new",
        data={
            "name": "Made Up",
            "email": "Made.Up@Example.org",
            "role": "auditor",
            "scope": f"team:{team.id}",
        },
    )
    person = session.scalars(select(User).where(User.email == "made.up@example.org")).one()
    assert answer.location == f"/people/{person.id}"
    assert reach(person, Role.auditor).team_ids == {team.id}
    entry = session.scalars(select(TrailEntry).where(TrailEntry.subject_id == person.id)).one()
    assert entry.actor_id == admin.id and entry.action == "added person"


def test_a_second_account_for_one_address_is_refused_and_nothing_typed_is_lost(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    person = UserFactory()
    sign_in(client, Role.administrator)
    answer = client.post(
        "/people/new",
        data={"name": "Typed Name", "email": person.email, "role": "auditor", "scope": "authority"},
    )
    assert answer.status_code == 422
    assert "already has this address" in answer.text and "Typed Name" in answer.text


def test_an_unknown_scope_or_role_is_refused(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.administrator)
    for change in ({"role": "owner"}, {"scope": "team:not-a-team"}, {"name": ""}, {"email": "nonsense"}):
        fields = {"name": "A", "email": "a@example.org", "role": "auditor", "scope": "authority"} | change
        assert client.post("/people/new", data=fields).status_code == 422
    assert session.scalars(select(User).where(User.email == "a@example.org")).first() is None


def test_a_role_in_a_service_area_reaches_its_teams_and_no_other(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    area = ServiceAreaFactory()
    inside, outside = TeamFactory(area=area), TeamFactory()
    person = sign_in(client, Role.team_manager, service_area=area)
    found = reach(person, Role.team_manager)
    assert found.covers(inside.id) and not found.covers(outside.id) and not found.covers(None)
    assert reach(person, Role.auditor).nothing


def test_nobody_takes_their_own_administrator_role_or_shuts_themselves_out(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    admin = sign_in(client, Role.administrator)
    membership = admin.memberships[0]
    client.post(f"/people/{admin.id}/roles/{membership.id}/remove")
    client.post(f"/people/{admin.id}/disable")
    kept = session.get_one(User, admin.id)
    assert kept.active and kept.memberships
    assert client.get("/people/").status_code == 200


def test_settings_are_changed_and_a_threshold_under_five_is_refused(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.administrator)
    fields = {
        "name": "Northwick Council",
        "threshold": "10",
        "acknowledge_minutes": "20",
        "second_look_percent": "0",
    }
    assert client.post("/settings/", data=fields).status_code == 302
    assert session.scalars(select(Authority.name)).one() == "Northwick Council"
    too_many = client.post("/settings/", data=fields | {"second_look_percent": "101"})
    assert too_many.status_code == 422 and "from 0 to 100" in too_many.text
    refused = client.post("/settings/", data=fields | {"threshold": "3", "name": "Typed"})
    assert refused.status_code == 422 and "from 5 to 100" in refused.text and "Typed" in refused.text


def test_a_team_is_added_once(app: Flask, client: FlaskClient, sign_in: SignIn, session: Session) -> None:
    area = ServiceAreaFactory()
    sign_in(client, Role.administrator)
    for status in (302, 422):
        answer = client.post("/people/teams", data={"name": "Leaving Care", "area": area.slug})
        assert answer.status_code == status
    assert session.scalars(select(Team.slug).where(Team.slug == "leaving-care")).all() == ["leaving-care"]


def test_the_demo_authority_fills_an_empty_house_once(app: Flask, session: Session) -> None:
    house = demo.seed()
    assert house is not None
    assert {Role(m.role) for person in house.people.values() for m in person.memberships} == set(Role)
    assert "made up" in house.authority.name
    assert demo.seed() is None
