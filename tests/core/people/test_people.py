"""An administrator looks after people, teams and settings."""

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access import reach, roles_of
from core.people import demo, services
from core.people.cli import users
from core.people.models import Authority, Membership, Role, ServiceArea, Team, User
from core.people.services import Grant, GrantRefused
from core.trail import TrailEntry
from tests.conftest import SignIn
from tests.core.factories import ServiceAreaFactory, TeamFactory, UserFactory


def newest_detail(session: Session, action: str) -> dict[str, object]:
    chosen = select(TrailEntry.detail).where(TrailEntry.action == action)
    found: dict[str, object] = session.scalars(chosen.order_by(TrailEntry.number.desc())).first() or {}
    return found


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


def test_a_new_house_gets_its_first_area_and_team_by_its_pages(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.administrator)
    assert 'href="/people/teams"' in client.get("/people/").text
    assert 'href="/people/areas/new"' in client.get("/people/teams").text
    for status in (302, 422):
        assert client.post("/people/areas/new", data={"name": " Children  in care "}).status_code == status
    area = session.scalars(select(ServiceArea)).one()
    assert (area.name, area.slug) == ("Children in care", "children-in-care")
    assert client.post("/people/teams", data={"name": "North", "area": area.slug}).status_code == 302
    assert "North" in client.get("/people/teams").text


def test_a_service_area_is_renamed_and_keeps_its_address(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    area, other = ServiceAreaFactory(name="Old"), ServiceAreaFactory(name="Other")
    sign_in(client, Role.administrator)
    page = f"/people/areas/{area.id}"
    assert 'value="Old"' in client.get(page).text
    assert client.post(page, data={"name": "Old"}).status_code == 302
    taken = client.post(page, data={"name": "OTHER"})
    assert taken.status_code == 422 and "has this name already" in taken.text
    slug = area.slug
    assert client.post(page, data={"name": "New"}).status_code == 302
    session.expire_all()
    assert (area.name, area.slug, other.name) == ("New", slug, "Other")
    assert client.get("/people/areas/00000000-0000-4000-8000-000000000000").status_code == 404


@pytest.mark.parametrize("page", ["/people/teams", "/people/areas/new"])
def test_a_name_that_makes_no_address_is_told_so(
    app: Flask, client: FlaskClient, sign_in: SignIn, page: str
) -> None:
    area = ServiceAreaFactory()
    sign_in(client, Role.administrator)
    for name in ("…", "日本"):
        answer = client.post(page, data={"name": name, "area": area.slug})
        assert answer.status_code == 422
        assert "Use some letters from a to z" in answer.text and "already" not in answer.text


def test_an_administrator_of_one_team_is_refused_on_the_pages(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    team = TeamFactory()
    person = UserFactory()
    sign_in(client, Role.administrator)
    scoped = {"role": "administrator", "scope": f"team:{team.id}"}
    for page, fields in (
        ("/people/new", {"name": "A", "email": "a@example.org"} | scoped),
        (f"/people/{person.id}/roles", scoped),
        (f"/people/{person.id}/roles", scoped | {"scope": f"area:{team.service_area_id}"}),
    ):
        answer = client.post(page, data=fields)
        assert answer.status_code == 422 and "only given everywhere" in answer.text
    assert session.scalars(select(User).where(User.email == "a@example.org")).first() is None
    given = client.post(f"/people/{person.id}/roles", data=scoped | {"scope": "authority"})
    assert given.status_code == 302


def test_an_administrator_of_one_team_is_refused_everywhere_else(app: Flask, session: Session) -> None:
    team, person = TeamFactory(), UserFactory()
    for scope in ({"team_id": team.id}, {"service_area_id": team.service_area_id}):
        with pytest.raises(GrantRefused):
            Grant(Role.administrator, **scope)
        with (
            pytest.raises(IntegrityError, match="membership_administrator_of_the_whole"),
            session.begin_nested(),
        ):
            session.add(Membership(user_id=person.id, role="administrator", **scope))
            session.flush()
    session.commit()
    told = CliRunner().invoke(
        users,
        f"add --email b@example.org --name B --role administrator --team {team.slug} --password seven-quiet-hedgehogs",
        obj=lambda: app,
    )
    assert told.exit_code == 1 and "only given everywhere" in told.output


def test_an_administrator_of_one_team_would_open_no_door() -> None:
    team = Team(slug="a", name="A")
    person = User(memberships=[Membership(role="administrator", team_id=team.id), Membership(role="auditor")])
    assert roles_of(person) == {Role.auditor}


def test_the_trail_says_which_role_was_given_and_taken_and_where(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    team = TeamFactory()
    sign_in(client, Role.administrator)
    fields = {"name": "A", "email": "a@example.org", "role": "auditor", "scope": f"team:{team.id}"}
    client.post("/people/new", data=fields)
    person = session.scalars(select(User).where(User.email == "a@example.org")).one()
    assert newest_detail(session, "added person") == {"given": f"auditor of team {team.id}"}
    area = f"area:{team.service_area_id}"
    client.post(f"/people/{person.id}/roles", data={"role": "duty_lead", "scope": area})
    given = f"duty_lead of service area {team.service_area_id}"
    assert newest_detail(session, "changed roles") == {"given": given, "taken": "no role"}
    auditor = next(m for m in person.memberships if m.role == "auditor")
    client.post(f"/people/{person.id}/roles/{auditor.id}/remove")
    taken = {"given": "no role", "taken": f"auditor of team {team.id}"}
    assert newest_detail(session, "changed roles") == taken
    services.change_grants(person=person, grants=[Grant(Role.administrator)])
    assert newest_detail(session, "changed roles") == {"given": "administrator everywhere", "taken": given}


def test_what_was_done_at_the_command_line_says_so_in_the_trail(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    person = UserFactory()
    session.commit()
    assert CliRunner().invoke(users, ["disable", person.email], obj=lambda: app).exit_code == 0
    sign_in(client, Role.administrator)
    page = client.get("/trail/").text
    assert ">The command line</td>" in page and "done by" not in page


def test_the_demo_authority_fills_an_empty_house_once(app: Flask, session: Session) -> None:
    house = demo.seed()
    assert house is not None
    assert {Role(m.role) for person in house.people.values() for m in person.memberships} == set(Role)
    assert "made up" in house.authority.name
    assert demo.seed() is None
