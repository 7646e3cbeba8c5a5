"""The list of rooms: who sees what, and that each link leads somewhere."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.pages.navigation import DOORS, ENTRIES
from core.people.models import Role
from tests.conftest import SignIn
from tests.nlp.factories import make_team


def test_every_room_and_door_of_the_list_is_a_page_that_needs_nothing_else(app: Flask) -> None:
    needs = {
        rule.endpoint: rule.arguments for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    for endpoint in [entry.endpoint for entry in ENTRIES] + [door.endpoint for door in DOORS]:
        if endpoint in app.view_functions:
            assert needs.get(endpoint) == set(), f"{endpoint} cannot be a link by itself"


@pytest.mark.parametrize(
    ("role", "of_one_team"),
    [
        (role, of_one)
        for role in Role
        for of_one in (False, True)
        if (role, of_one) != (Role.administrator, True)
    ],
)
def test_every_room_that_a_role_is_shown_lets_it_in(
    client: FlaskClient, sign_in: SignIn, role: Role, of_one_team: bool
) -> None:
    sign_in(client, role, team=make_team() if of_one_team else None)
    page = client.get("/home").get_data(as_text=True)
    links = [part.split('"')[0] for part in page.split('class="heard-nav__link" href="')[1:]]
    assert "/home" in links
    for link in links:
        assert client.get(link, follow_redirects=True).status_code == 200, link


def test_nobody_is_shown_rooms_before_signing_in(client: FlaskClient) -> None:
    assert "heard-nav__link" not in client.get("/").get_data(as_text=True)


def test_only_an_administrator_is_shown_people(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, Role.auditor)
    assert "/people/" not in client.get("/home").get_data(as_text=True)
