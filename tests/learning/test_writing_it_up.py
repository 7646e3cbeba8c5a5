"""Nothing that a quality lead writes is lost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.people.models import Role
from core.trail import TrailEntry
from learning.models import Summary
from learning.publication import draft_summary
from learning.quoting import OFFERED, quotable
from learning.scope import scope_of
from tests.conftest import SignIn
from tests.learning.factories import hear, make_area, settle, themes

MAY, JULY = date(2026, 5, 1), date(2026, 7, 1)
WORDS = "She rings when she says she will. Every time."


@pytest.fixture
def summary(app: Flask, session: Session) -> Summary:
    themes("listened-to")
    (north, _) = make_area("North", "South")
    hear(OFFERED + 5, team=north, words=WORDS, may_quote=True)
    settle()
    return draft_summary(scope=scope_of(start=MAY, end=MAY), on=JULY)


def test_words_are_kept_while_they_are_written_and_the_trail_says_so_once(
    summary: Summary, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.quality_lead)
    address = f"/learning/summaries/{summary.id}/words/kept"
    first = client.post(address, data={"title": "T", "opening": "Half a sen", "revision": "1"})
    assert first.json is not None and first.json["says"].startswith("Saved ")
    second = client.post(
        address, data={"title": "T", "opening": "Half a sentence.", "revision": first.json["revision"]}
    )
    assert second.status_code == 200
    session.refresh(summary)
    assert summary.words.opening == "Half a sentence."
    changes = select(TrailEntry).where(TrailEntry.action == "summary.changed")
    assert len(session.scalars(changes).all()) == 1


def test_words_that_do_not_fit_or_come_late_are_not_kept_and_the_page_is_told(
    summary: Summary, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    address = f"/learning/summaries/{summary.id}/words/kept"
    wrong = client.post(address, data={"title": "", "revision": "1"})
    assert (wrong.status_code, wrong.json) == (422, {"says": "Not saved yet. Give the summary a title."})
    client.post(address, data={"title": "Theirs", "revision": "1"})
    late = client.post(address, data={"title": "Ours", "revision": "1"})
    assert late.status_code == 409
    assert "Somebody else changed" in late.text


def test_a_quote_that_is_refused_stays_on_the_page_with_the_reason(
    summary: Summary, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    passage = quotable(summary)[3]
    answer = client.post(
        f"/learning/summaries/{summary.id}/quotes/", data={"passage": str(passage.id), "words": "She never."}
    )
    assert answer.status_code == 422
    assert ">She never.</textarea>" in answer.text
    assert answer.text.count("the person’s own words") == 2


def test_a_quote_that_is_approved_twice_is_there_once(
    summary: Summary, client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.quality_lead)
    sent = {"passage": str(quotable(summary)[0].id), "words": WORDS}
    for _ in range(2):
        assert client.post(f"/learning/summaries/{summary.id}/quotes/", data=sent).status_code == 302
    session.refresh(summary)
    assert len(summary.quotes) == 1
    other = client.post(f"/learning/summaries/{summary.id}/quotes/", data=sent | {"words": "Every time."})
    assert "Take that quote out first" in other.text


def test_every_word_that_may_be_quoted_can_be_reached(
    summary: Summary, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    page = client.get(f"/learning/summaries/{summary.id}/quotes/").text
    assert page.count("<textarea") == OFFERED
    (later,) = re.findall(r'href="([^"]*after=[^"]*)"', page)
    assert client.get(later).text.count("<textarea") == 5
