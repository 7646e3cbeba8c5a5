"""Words never undo what figures hide, and a choice of speaker is kept by everything on a page."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.people.models import Role, Team
from learning.figures import Figure, Hidden, Shown
from learning.frozen import BySpeaker
from learning.words_shown import words_shown
from tests.conftest import SignIn
from tests.learning.factories import hear, make_area, settle, themes

YEAR = "first=2026-01&last=2026-06"
MAY, JUNE = date(2026, 5, 3), date(2026, 6, 3)
FEW = Hidden()


def by_speaker(child: Figure, family: Figure, staff: Figure, everybody: Figure) -> BySpeaker:
    return BySpeaker(child=child, family=family, staff=staff, everybody=everybody)


def test_words_are_shown_only_where_their_number_is() -> None:
    some = by_speaker(Shown(40), FEW, FEW, Shown(60))
    assert words_shown(some, [], speaker=None).words
    assert words_shown(some, [], speaker="child").words
    assert not words_shown(some, [], speaker="staff").words


def test_a_caption_says_who_only_where_every_kind_of_speaker_is_shown_and_never_who_and_when() -> None:
    shown = words_shown(by_speaker(Shown(40), Shown(20), Shown(0), Shown(60)), [Shown(60)], speaker=None)
    hidden = words_shown(by_speaker(Shown(40), FEW, FEW, Shown(60)), [Shown(60)], speaker=None)
    neither = words_shown(by_speaker(Shown(40), FEW, FEW, Shown(60)), [Shown(60), FEW], speaker=None)
    assert (shown.speaker, shown.month) == (True, False)
    assert (hidden.speaker, hidden.month) == (False, True)
    assert (neither.words, neither.speaker, neither.month) == (True, False, False)


@pytest.fixture
def teams(app: Flask, session: Session) -> list[Team]:
    """Children and families of the north, and three staff whom nobody may tell from the families."""
    themes("listened-to")
    north, south = make_area("North", "South")
    hear(40, team=north, on=MAY, themes={"listened-to": "positive"}, words="They listen.")
    hear(20, team=north, on=MAY, speaker="family", themes={"listened-to": "positive"}, words="They ring.")
    hear(3, team=north, on=JUNE, speaker="staff", themes={"listened-to": "positive"}, words="Zebra crossing.")
    hear(70, team=south, on=MAY)
    settle()
    return [north, south]


def captions(page: str) -> list[str]:
    return re.findall(r"<figcaption>(.*?)</figcaption>", page)


def test_a_search_gives_no_words_of_a_group_whose_number_is_hidden(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    page = client.get(f"/learning/search?{YEAR}&words=zebra&speaker=staff").text
    assert "Zebra crossing." not in page
    assert "The words are hidden" in page


def test_a_search_counts_nothing_and_tells_no_speaker_where_one_is_hidden(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    page = client.get(f"/learning/search?{YEAR}&words=zebra").text
    assert page.count("Zebra crossing.") == 3
    assert captions(page) == []
    assert "3 with" not in page


def test_the_words_of_a_theme_tell_no_speaker_where_one_is_hidden(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    page = client.get(f"/learning/themes/listened-to?{YEAR}").text
    assert page.count("<blockquote") == 20
    assert captions(page) == []
    children = client.get(f"/learning/themes/listened-to?{YEAR}&speaker=child").text
    assert set(captions(children)) == {"Children and young people"}


def test_what_auditors_write_takes_nobodys_place_on_a_page(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    hear(
        25,
        team=teams[0],
        on=JUNE,
        speaker="staff",
        room="audit",
        themes={"listened-to": "negative"},
        words="We found that they listen.",
    )
    settle()
    sign_in(client, Role.quality_lead)
    page = client.get(f"/learning/themes/listened-to?{YEAR}").text
    assert page.count("<blockquote") == 20
    assert "We found" not in page
    (later,) = re.findall(r'href="([^"]*after=[^"]*)"', page)
    assert "2026-05" not in later.replace("first=2026-01", "").replace("last=2026-06", "")
    assert client.get(later.replace("&amp;", "&")).text.count("<blockquote") == 20
    assert "They listen." in client.get(f"/learning/search?{YEAR}&words=listen").text


def test_a_chosen_speaker_is_kept_by_all_that_is_shown(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    page = client.get(f"/learning/?{YEAR}&speaker=child").text
    assert "heard-chart" not in page
    assert ">Families</th>" not in page
    assert "of everybody’s voices" in page


def test_a_file_says_what_it_is_about_and_keeps_the_speaker(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    rows = list(
        csv.reader(
            io.StringIO(client.post(f"/learning/figures.csv?{YEAR}&speaker=child").text.lstrip("\ufeff"))
        )
    )
    assert rows[0] == ["Where", "All teams"]
    assert rows[1] == ["Months", "January to June 2026"]
    assert rows[2] == ["Whose voices", "Children and young people"]
    assert rows[3][1].startswith("Hidden: the number is under 10")
    assert ["Theme", "Children and young people"] in rows
    assert not any("Everybody" in row for row in rows)


def test_a_group_that_is_hidden_beside_a_small_one_is_not_called_few(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    page = client.get(f"/learning/?{YEAR}&speaker=family").text
    assert "How many voices of families we heard in January to June 2026 is hidden." in page
    assert "too few" not in page


def test_an_administrator_reads_nobodys_words(
    teams: list[Team], client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, Role.administrator)
    for path in ("/learning/", "/learning/search?words=listen", "/learning/themes/listened-to"):
        assert client.get(path).status_code == 403
