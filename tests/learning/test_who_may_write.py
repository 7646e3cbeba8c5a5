"""Who may write a summary, and what they approve."""

from __future__ import annotations

from datetime import date
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.people.models import Role, Team
from core.people.services import create_person
from learning.models import Summary
from learning.publication import approve, draft_summary, publish
from learning.scope import scope_of
from tests.conftest import SignIn
from tests.learning.factories import draw_nothing, hear, make_area, settle, themes

MAY, JULY = date(2026, 5, 1), date(2026, 7, 1)


@pytest.fixture
def teams(app: Flask, session: Session) -> list[Team]:
    themes("listened-to")
    north, south = make_area("North", "South")
    hear(30, team=north, themes={"listened-to": "positive"}, words="She rings me.", may_quote=True)
    hear(30, team=south, themes={"listened-to": "positive"})
    settle()
    return [north, south]


def draft(team: Team | None = None) -> Summary:
    scope = scope_of(start=MAY, end=MAY, team_id=team.id if team else None)
    return draft_summary(scope=scope, on=JULY, recipients=["clerk@example.org"])


def published(team: Team) -> Summary:
    summary, lead = draft(team), create_person(name="Ada Lead", email="ada@example.org")
    approve(summary=summary, by=lead)
    draw_nothing(summary)
    publish(summary=summary, by=lead)
    return summary


def test_a_lead_of_another_team_reads_what_is_published_and_changes_nothing(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    north, south = teams
    summary = published(north)
    sign_in(client, Role.quality_lead, team=south)
    address = f"/learning/summaries/{summary.id}"
    page = client.get(address)
    assert page.status_code == 200
    assert "clerk@example.org" not in page.text
    assert "new edition" not in page.text
    assert client.get(f"{address}/quotes/").status_code == 404
    assert client.get(f"{address}/words").status_code == 404
    assert client.post(f"{address}/words", data={"title": "Ours"}).status_code == 404
    assert client.post(f"{address}/edition").status_code == 404
    assert client.post(f"{address}/quotes/").status_code == 404
    assert len(session.scalars(select(Summary)).all()) == 1


def test_a_lead_of_the_team_makes_the_next_edition(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    north, _ = teams
    summary = published(north)
    sign_in(client, Role.quality_lead, team=north)
    assert client.post(f"/learning/summaries/{summary.id}/edition").status_code == 302
    assert len(session.scalars(select(Summary)).all()) == 2


def test_nobody_approves_words_that_they_have_not_seen(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    summary = draft()
    sign_in(client, Role.quality_lead)
    address, seen = f"/learning/summaries/{summary.id}", summary.mark
    assert f'name="seen" value="{seen}"' in client.get(address).text
    client.post(f"{address}/words", data={"title": "Other words", "revision": "1"})
    refused = client.post(f"{address}/approve", data={"seen": seen}, follow_redirects=True)
    assert "Somebody changed this summary after you opened it" in refused.text
    session.refresh(summary)
    assert summary.state == "drafted"
    client.post(f"{address}/approve", data={"seen": summary.mark})
    session.refresh(summary)
    assert summary.state == "approved"


def test_of_two_saves_at_the_very_same_time_one_is_told_so(
    teams: list[Team], app: Flask, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    summary = draft()
    person = sign_in(client, Role.quality_lead)
    other = app.test_client()
    sign_in(other, person=person)
    session.commit()
    address, answers = f"/learning/summaries/{summary.id}/words", []

    def save(browser: FlaskClient, title: str) -> None:
        answers.append(browser.post(address, data={"title": title, "revision": "1"}).status_code)

    saves = [Thread(target=save, args=(client, "One")), Thread(target=save, args=(other, "Two"))]
    for each in saves:
        each.start()
    for each in saves:
        each.join()
    assert sorted(answers) == [302, 409]
