"""Managers read the words of collections that said so, on the dashboard as anywhere."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.people.models import Role, Team
from feedback.models import Collection
from learning.views import dashboard
from tests.conftest import SignIn
from tests.feedback.factories import make_collection, make_response
from tests.learning.factories import hear, make_area, settle, themes
from tests.nlp.factories import make_read_passage, make_suggestion

YEAR = "first=2026-01&last=2026-06"
THEME = f"/learning/themes/listened-to?{YEAR}"
SEARCH = f"/learning/search?{YEAR}&words=visit"
TOLD = "You see the words of collections that said managers read them."
MAY = date(2026, 5, 10)


def tell(collection: Collection, words: str) -> None:
    response = make_response(collection, on=MAY).response
    passage = make_read_passage(
        source_id=response.id, team_id=response.team_id, speaker="child", on=MAY, words=words
    )
    make_suggestion(passage, "listened-to")


@pytest.fixture
def teams(app: Flask, session: Session) -> list[Team]:
    themes("listened-to")
    north, south = make_area("North", "South")
    for team in (north, south):
        hear(
            30,
            team=team,
            themes={"listened-to": "positive"},
            words="They told an auditor on a visit.",
            room="audit",
        )
    tell(
        make_collection(team=north, slug="open", managers_read=True),
        "They said managers read this. Visit us.",
    )
    tell(make_collection(team=north, slug="kept"), "They never said managers read this. Visit us.")
    tell(make_collection(team=south, slug="theirs", managers_read=True), "They are of the south. Visit us.")
    settle()
    return [north, south]


@pytest.mark.parametrize("page", [THEME, SEARCH])
def test_a_manager_sees_words_of_collections_that_said_so_and_every_figure(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, page: str
) -> None:
    sign_in(client, Role.team_manager, team=teams[0])
    shown = client.get(page).text
    assert "said managers read this." in shown
    assert TOLD in shown
    for hidden in ("never said", "told an auditor", "of the south"):
        assert hidden not in shown
    assert "We heard 32 voices" in client.get(f"/learning/?{YEAR}").text


@pytest.mark.parametrize("page", [THEME, SEARCH])
def test_a_lead_sees_the_words_of_their_reach_and_those_told_where_they_manage(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboard, "PAGE", 100)
    north, south = teams
    person = sign_in(client, Role.quality_lead, team=north)
    shown = client.get(page).text
    assert "never said" in shown and "told an auditor" in shown
    assert TOLD not in shown
    sign_in(client, Role.team_manager, team=south, person=person)
    shown = client.get(page + f"&where={south.slug}").text
    assert "of the south" in shown and "told an auditor" not in shown and TOLD in shown


def test_words_that_a_manager_does_not_read_take_no_room_on_a_page(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboard, "PAGE", 1)
    sign_in(client, Role.team_manager, team=teams[0])
    for page in (THEME, SEARCH):
        assert "said managers read this." in client.get(page).text


def test_where_no_collection_said_so_a_manager_is_not_told_that_nobody_spoke(
    app: Flask, session: Session, client: FlaskClient, sign_in: SignIn
) -> None:
    themes("listened-to")
    (north, _) = make_area("North", "South")
    hear(30, team=north, themes={"listened-to": "positive"}, words="They listen when they visit.")
    settle()
    sign_in(client, Role.team_manager, team=north)
    for page in (THEME, SEARCH):
        shown = client.get(page).text
        assert TOLD in shown
        assert "They listen" not in shown and "Nobody said this" not in shown and "Nobody used" not in shown
