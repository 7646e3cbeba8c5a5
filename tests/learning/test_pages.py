"""The learning room's pages, asked for as a browser asks."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import Schedule
from core.passages import Passage
from core.people.models import Role, Team
from core.trail import TrailEntry
from learning.models import Summary
from tests.conftest import SignIn
from tests.learning.factories import hear, make_area, settle, themes
from tests.nlp.factories import make_tag

YEAR = "first=2026-01&last=2026-06"
MAY = date(2026, 5, 3)


@pytest.fixture
def teams(app: Flask, session: Session) -> list[Team]:
    themes("listened-to", "contact-speed")
    north, south = make_area("North", "South")
    hear(34, team=north, on=MAY, themes={"listened-to": "positive"}, words="They listen to me <b>well</b>.")
    hear(20, team=north, on=MAY)
    hear(40, team=south, on=MAY, themes={"listened-to": "negative"}, words="Nobody hears us.")
    hear(15, team=south, on=MAY)
    hear(3, team=north, on=MAY, themes={"contact-speed": "negative"}, words="Three of us waited.")
    settle()
    return [north, south]


def test_the_dashboard_opens_with_sentences(teams: list[Team], client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, Role.quality_lead)
    page = client.get(f"/learning/?{YEAR}").text
    assert "We heard 112 voices in January to June 2026" in page
    assert "People talk most about listened to: 74 of 112." in page


def test_the_words_behind_the_figures_are_one_step_away_in_plain_sight(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    in_sight = re.sub(r"<details.*?</details>", "", client.get(f"/learning/?{YEAR}").text, flags=re.S)
    assert f'href="/learning/themes/listened-to?{YEAR.replace("&", "&amp;")}"' in in_sight
    assert "/learning/themes/contact-speed" not in in_sight


def test_a_manager_sees_their_own_team_and_no_other(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    north, south = teams
    sign_in(client, Role.team_manager, team=north)
    assert "We heard 57 voices" in client.get(f"/learning/?{YEAR}").text
    assert client.get(f"/learning/?{YEAR}&where={south.slug}").status_code == 404
    said = client.get(f"/learning/themes/listened-to?{YEAR}").text
    assert "Nobody hears us." not in said


def test_a_manager_without_a_team_is_told_what_to_do(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    (empty, _) = make_area("Empty", "Other")
    sign_in(client, Role.team_manager, team=empty)
    assert client.get("/learning/").status_code == 200


def test_words_behind_a_figure_are_shown_as_text_with_the_place_marked(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    page = client.get(f"/learning/themes/listened-to?{YEAR}").text
    assert "<mark>The</mark>y listen to me &lt;b&gt;well&lt;/b&gt;." in page


def test_words_that_a_person_marked_are_marked_behind_the_figure(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    lead = sign_in(client, Role.quality_lead)
    for passage in session.scalars(select(Passage).where(Passage.redacted.startswith("They listen"))):
        make_tag(
            passage,
            "listened-to",
            "positive",
            by=lead.id,
            marks=[[5, 11]],
            redacted_marks=[[5, 11], [18, 20]],
        )
    page = client.get(f"/learning/themes/listened-to?{YEAR}").text
    assert "They <mark>listen</mark> to me <mark>&lt;b</mark>&gt;well" in page


def test_words_behind_a_hidden_figure_are_not_shown(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    page = client.get(f"/learning/themes/contact-speed?{YEAR}").text
    assert "Three of us waited." not in page
    assert "hidden" in page


def test_the_file_has_the_same_figures_hides_the_same_and_is_written_down(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.quality_lead)
    answer = client.post(f"/learning/figures.csv?{YEAR}")
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert ["Listened to", "hidden", "hidden", "hidden", "74"] not in rows
    assert any(row[:1] == ["Listened to"] and row[-1] == "74" for row in rows)
    assert any(row[:1] == ["Contact speed"] and set(row[1:]) == {"hidden"} for row in rows)
    assert session.scalars(select(TrailEntry.action)).all() == ["figures.exported"]


def test_people_are_found_by_their_words(teams: list[Team], client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, Role.quality_lead)
    assert "Nobody hears us." in client.get(f"/learning/search?{YEAR}&words=hears").text
    nothing = client.get(f"/learning/search?{YEAR}&words=zebra").text
    assert "Nobody used those words" in nothing


@pytest.mark.parametrize(
    "odd",
    [
        "first=nonsense&last=2026-99",
        "first=2026-06&last=2020-01",
        "first=0001-01&last=9999-12",
        "where=%00",
        "where=nowhere",
        "speaker=dog",
        "words=%00%F0%9F%98%80%27%22%3C",
        "after=x_y",
    ],
)
def test_odd_addresses_get_a_clear_page(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, odd: str
) -> None:
    sign_in(client, Role.quality_lead)
    for path in ("/learning/", "/learning/search", "/learning/themes/listened-to"):
        assert client.get(f"{path}?{odd}").status_code in (200, 404)


def test_a_summary_is_drafted_written_up_and_looked_at_as_a_pdf(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.quality_lead)
    made = client.post(
        "/learning/summaries/new", data={"where": "", "first": "2026-05-01", "last": "2026-05-01"}
    )
    summary = session.scalars(select(Summary)).one()
    assert made.location == f"/learning/summaries/{summary.id}"
    form = {
        "title": "What May taught us",
        "opening": "Hello.",
        "key_points": "One\nTwo",
        "next_steps": "Ring back | Team managers | June",
        "children": "ear | We heard you.",
        "recipients": "clerk@example.org",
        "revision": "1",
    }
    assert client.post(f"/learning/summaries/{summary.id}/words", data=form).status_code == 302
    session.refresh(summary)
    assert summary.words.next_steps[0].who == "Team managers"
    assert client.post(f"/learning/summaries/{summary.id}/words", data=form).status_code == 409
    pdf = client.get(f"/learning/summaries/{summary.id}/committee.pdf")
    assert (pdf.status_code, pdf.mimetype, pdf.data[:4]) == (200, "application/pdf", b"%PDF")
    assert client.get(f"/learned/{summary.address}").status_code == 404


def test_a_draft_that_nobody_wants_is_thrown_away_as_it_was_seen_and_nothing_else_is(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.quality_lead)
    months = {"where": "", "first": "2026-05-01", "last": "2026-05-01"}
    address = client.post("/learning/summaries/new", data=months).headers["Location"]
    assert "Throw this draft away" in client.get(address).text
    summary = session.scalars(select(Summary)).one()
    changed = client.post(f"{address}/discard", data={"seen": "as it was before"}, follow_redirects=True)
    assert "Somebody changed this draft after you opened it." in changed.text
    client.post(f"{address}/approve", data={"seen": summary.mark})
    approved = client.post(f"{address}/discard", data={"seen": summary.mark}, follow_redirects=True)
    assert "Only a draft can be thrown away." in approved.text
    client.post(f"{address}/reopen")
    gone = client.post(f"{address}/discard", data={"seen": summary.mark}, follow_redirects=True)
    assert "The draft is thrown away." in gone.text
    assert session.scalars(select(Summary)).all() == []
    assert client.get(address).status_code == 404
    assert "summary.thrown away" in session.scalars(select(TrailEntry.action)).all()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("children", "unicorn | Hello", "no picture called"),
        ("children", "x" * 200, "Keep each line"),
        ("key_points", "\n".join("abcdefghijk"), "up to 8 lines"),
        ("recipients", "not-an-address", "not an email address"),
        ("title", "", "Give the summary a title"),
    ],
)
def test_words_that_do_not_fit_are_kept_and_the_reason_said(
    teams: list[Team],
    client: FlaskClient,
    sign_in: SignIn,
    session: Session,
    field: str,
    value: str,
    says: str,
) -> None:
    sign_in(client, Role.quality_lead)
    client.post("/learning/summaries/new", data={"where": "", "first": "2026-05-01", "last": "2026-05-01"})
    summary = session.scalars(select(Summary)).one()
    form = {"title": "T", "opening": "Keep me.", "revision": "1", field: value}
    answer = client.post(f"/learning/summaries/{summary.id}/words", data=form)
    assert answer.status_code == 422
    assert says in answer.text and "Keep me." in answer.text


def test_a_schedule_says_its_next_three_runs_in_words(
    teams: list[Team], client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.quality_lead)
    form = {"name": "Quarterly", "where": "", "months": "3", "when": "year", "recipients": ""}
    assert client.post("/learning/schedules/new", data=form).status_code == 302
    page = client.get("/learning/schedules/").text
    assert len(re.findall(r"<li>\w+ 1 January 20\d\d at 06:00</li>", page)) == 3
    schedule = session.scalars(select(Schedule)).one()
    assert schedule.scope["months"] == 3
    refused = client.post("/learning/schedules/new", data=form | {"when": "other", "cron": "every day"})
    assert refused.status_code == 422
    assert "Write five parts" in refused.text
