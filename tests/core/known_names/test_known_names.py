"""An administrator keeps the names this authority knows; they are sealed, and nothing typed is lost."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core import known_names
from core.known_names import Kind, Known
from core.known_names.models import KnownName
from core.people.models import Role
from core.trail import TrailEntry
from tests.conftest import SignIn
from tests.core.factories import UserFactory

PAGE = "/settings/names/"


def seen_on(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]*)"', page)
    assert found
    return found[1]


def test_an_administrator_writes_names_one_a_line_and_finds_them_again(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.administrator)
    seen = seen_on(client.get(PAGE).text)
    typed = "Quillon  Spreckley\r\n\r\nquillon spreckley\r\nAda Fell"
    answer = client.post(PAGE, data={"person": typed, "school": "Oakmoss Primary", "place": "", "seen": seen})
    assert answer.location == PAGE
    page = client.get(PAGE).text
    assert "Ada Fell\nQuillon Spreckley" in page and "Oakmoss Primary" in page
    assert Known(Kind.school, "Oakmoss Primary") in known_names.every_name()
    entry = session.scalars(select(TrailEntry).where(TrailEntry.subject == "known names")).first()
    assert entry is not None and "Quillon" not in str(entry.detail)


def test_the_names_cannot_be_read_in_the_database(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.administrator)
    client.post(PAGE, data={"person": "Quillon Spreckley", "seen": seen_on(client.get(PAGE).text)})
    row = session.execute(text("SELECT known_name::text FROM known_name")).scalar_one()
    assert b"Quillon".hex() not in row and "Quillon" not in row


def test_a_name_taken_off_the_list_is_gone(
    app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.administrator)
    client.post(PAGE, data={"person": "Ada Fell\nBo Reed", "seen": seen_on(client.get(PAGE).text)})
    client.post(PAGE, data={"person": "Bo Reed", "seen": seen_on(client.get(PAGE).text)})
    assert [row.words for row in session.scalars(select(KnownName))] == ["Bo Reed"]


def test_a_line_that_cannot_be_a_name_is_refused_and_all_that_was_typed_stays(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.administrator)
    seen = seen_on(client.get(PAGE).text)
    for line, says in (("x" * 121, "longer than 120"), ("7", "too short"), ("!?", "too short")):
        answer = client.post(PAGE, data={"person": f"Ada Fell\n{line}", "place": "Fell House", "seen": seen})
        assert answer.status_code == 422
        assert says in answer.text and "Ada Fell" in answer.text and "Fell House" in answer.text


def test_two_administrators_at_once_lose_nothing(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, Role.administrator)
    seen = seen_on(client.get(PAGE).text)
    client.post(PAGE, data={"person": "Ada Fell", "seen": seen})
    answer = client.post(PAGE, data={"person": "Bo Reed", "seen": seen})
    assert answer.status_code == 409
    assert "Not saved yet" in answer.text and "Bo Reed\nAda Fell" in answer.text
    answer = client.post(PAGE, data={"person": "Bo Reed\nAda Fell", "seen": seen_on(answer.text)})
    assert answer.status_code == 302


def test_the_staff_directory_is_known_without_a_list_and_a_change_shows(app: Flask, session: Session) -> None:
    before = known_names.stamp()
    UserFactory(name="Quillon Spreckley")
    assert known_names.stamp() != before
    assert Known(Kind.person, "Quillon Spreckley") in known_names.every_name()
