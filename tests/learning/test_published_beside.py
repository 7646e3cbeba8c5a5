"""Figures laid beside figures that are already published: nobody may work out a hidden one."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.db import db
from core.people.models import Role, Team, User
from core.people.services import create_person
from learning.differencing import TooCloseError
from learning.errors import NotNowError
from learning.figures import Hidden, Shown
from learning.freezing import freeze
from learning.frozen import FrozenSummary, ThemeLine
from learning.models import Summary
from learning.publication import approve, draft_summary, new_edition, publish, take_figures_again
from learning.scope import scope_of
from tests.conftest import SignIn
from tests.learning.factories import draw_nothing, give, hear, make_area, sent_reviews, settle, themes

LISTENED = "listened-to"
JAN, MARCH, APRIL, JUNE = date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30)
JULY = date(2026, 7, 1)


@pytest.fixture
def lead(app: Flask, session: Session) -> User:
    return create_person(name="Ada Lead", email="ada@example.org")


def published(lead: User, start: date, end: date, *, team: Team | None = None, kept: bool = True) -> Summary:
    scope = scope_of(start=start, end=end, team_id=team.id if team else None)
    summary = draft_summary(scope=scope, on=JULY)
    approve(summary=summary, by=lead)
    draw_nothing(summary)
    publish(summary=summary, by=lead)
    if not kept:
        summary.counted = None
        db.session.flush()
    return summary


def line(data: FrozenSummary, slug: str = LISTENED) -> ThemeLine:
    return next(theme for theme in data.themes if theme.slug == slug)


def two_quarters(team: Team) -> None:
    hear(20, team=team, on=date(2026, 2, 3), themes={LISTENED: "positive"})
    hear(40, team=team, on=date(2026, 2, 3))
    hear(4, team=team, on=date(2026, 5, 3), themes={LISTENED: "positive"})
    hear(56, team=team, on=date(2026, 5, 3))
    settle()


def test_a_half_year_gives_away_no_figure_that_one_of_its_quarters_hides(lead: User) -> None:
    themes(LISTENED)
    (team,) = make_area("North")
    two_quarters(team)
    first = published(lead, JAN, MARCH)
    second = published(lead, APRIL, JUNE)
    half = published(lead, JAN, JUNE)
    assert line(first.frozen).said.everybody == Shown(20)
    assert line(second.frozen).said.everybody == Hidden()
    assert line(half.frozen).said.everybody == Hidden()
    assert half.frozen.voices.everybody == Shown(120)


def test_the_teams_of_an_area_are_hidden_under_the_areas_own_figure(app: Flask, session: Session) -> None:
    themes(LISTENED)
    one, two = make_area("One", "Two")
    three, four = make_area("Three", "Four")
    for team, n in ((one, 5), (two, 40), (three, 8), (four, 50)):
        hear(n, team=team)
    settle()

    def voices(**place: object) -> object:
        scope = scope_of(start=JAN, end=JUNE, **place)  # type: ignore[arg-type]
        return freeze(scope, authority="Larkmoor", threshold=10, on=JULY).voices.everybody

    assert voices(service_area_id=one.service_area_id) == Shown(45)
    assert [voices(team_id=team.id) for team in (one, two, three, four)] == [Hidden()] * 4
    whole = freeze(scope_of(start=JAN, end=JUNE), authority="Larkmoor", threshold=10, on=JULY)
    assert {each.answers for each in whole.teams} == {Hidden()}


def test_four_quarters_and_their_year_give_nothing_away(lead: User) -> None:
    themes(LISTENED)
    (team,) = make_area("North")
    for month, said in ((2, 20), (5, 30), (8, 4), (11, 25)):
        hear(said, team=team, on=date(2025, month, 3), themes={LISTENED: "positive"})
        hear(60 - said, team=team, on=date(2025, month, 3))
    settle()
    for first in (1, 4, 7, 10):
        published(lead, date(2025, first, 1), date(2025, first + 2, 28))
    year = published(lead, date(2025, 1, 1), date(2025, 12, 31)).frozen
    assert line(year).said.everybody == Hidden()
    assert line(year).positive == Hidden()
    assert year.voices.everybody == Shown(240)
    assert year.in_parts


def test_months_inside_a_published_period_are_refused_whichever_place_they_are_of(lead: User) -> None:
    themes(LISTENED)
    (team,) = make_area("North")
    two_quarters(team)
    published(lead, JAN, JUNE)
    with pytest.raises(TooCloseError, match="All teams, January to June 2026"):
        published(lead, JAN, MARCH, team=team)


def test_voices_that_come_late_are_not_added_to_months_that_are_published(lead: User) -> None:
    themes(LISTENED)
    (team,) = make_area("North")
    two_quarters(team)
    published(lead, JAN, MARCH)
    hear(3, team=team, on=date(2026, 2, 20), themes={LISTENED: "positive"})
    settle()
    assert published(lead, JAN, MARCH, team=team).frozen.voices.everybody == Shown(60)
    assert published(lead, JAN, JUNE).frozen.voices.everybody == Shown(120)


def test_figures_taken_before_others_were_published_are_taken_again(lead: User) -> None:
    themes(LISTENED)
    (team,) = make_area("North")
    two_quarters(team)
    half = draft_summary(scope=scope_of(start=JAN, end=JUNE), on=JULY)
    assert line(half.frozen).said.everybody == Shown(24)
    approve(summary=half, by=lead)
    draw_nothing(half)
    published(lead, APRIL, JUNE)
    with pytest.raises(NotNowError, match="Take the figures again"):
        publish(summary=half, by=lead)
    take_figures_again(summary=half, on=JULY)
    assert (half.state, line(half.frozen).said.everybody) == ("drafted", Hidden())
    approve(summary=half, by=lead)
    draw_nothing(half)
    publish(summary=half, by=lead)


def test_grades_and_answers_are_put_together_from_their_parts_too(lead: User) -> None:
    themes(LISTENED)
    (team,) = make_area("North")
    two_quarters(team)
    for i, review in enumerate(sent_reviews(team, 44)):
        quarter = date(2026, 2, 1) if i < 20 else date(2026, 5, 1)
        give(review, "good" if i < 20 or i > 40 else "inadequate", on=quarter)
    published(lead, JAN, MARCH)
    second = published(lead, APRIL, JUNE).frozen.standards[0]
    half = published(lead, JAN, JUNE).frozen.standards[0]
    assert (second.counts["good"], second.counts["inadequate"]) == (Hidden(), Hidden())
    assert (half.counts["good"], half.counts["inadequate"], half.graded) == (Hidden(), Hidden(), Shown(44))


def test_a_correction_of_what_was_published_before_counts_were_kept_may_be_published(lead: User) -> None:
    themes(LISTENED)
    (team,) = make_area("North")
    two_quarters(team)
    old = published(lead, JAN, MARCH, kept=False)
    second = new_edition(summary=old, by=lead)
    approve(summary=second, by=lead)
    draw_nothing(second)
    publish(summary=second, by=lead)
    assert (second.state, second.data) == ("published", old.data)


def test_a_draft_from_before_counts_were_kept_is_told_to_take_its_figures_again(lead: User) -> None:
    themes(LISTENED)
    (team,) = make_area("North")
    two_quarters(team)
    draft = draft_summary(scope=scope_of(start=JAN, end=MARCH), on=JULY)
    draft.counted = None
    with pytest.raises(NotNowError, match=r"before an update\. Take the figures again"):
        approve(summary=draft, by=lead)
    take_figures_again(summary=draft, on=JULY)
    approve(summary=draft, by=lead)


def test_months_before_that_were_cut_meanwhile_are_left_out_when_figures_are_taken_again(lead: User) -> None:
    themes(LISTENED)
    (team,) = make_area("North")
    two_quarters(team)
    draft = draft_summary(scope=scope_of(start=APRIL, end=JUNE), on=JULY)
    assert draft.frozen.before_start == JAN
    published(lead, date(2025, 11, 1), date(2026, 2, 28))
    with pytest.raises(NotNowError, match="Take the figures again"):
        approve(summary=draft, by=lead)
    take_figures_again(summary=draft, on=JULY)
    assert draft.frozen.before_start is None
    approve(summary=draft, by=lead)


def test_a_draft_that_can_never_be_published_says_so_at_once(
    lead: User, client: FlaskClient, sign_in: SignIn
) -> None:
    themes(LISTENED)
    (team,) = make_area("North")
    two_quarters(team)
    published(lead, JAN, JUNE)
    draft = draft_summary(scope=scope_of(start=JAN, end=MARCH), on=JULY)
    sign_in(client, Role.quality_lead)
    address = f"/learning/summaries/{draft.id}"
    assert "Choose months that hold all of that period" in client.get(address).text
    client.post(f"{address}/approve", data={"seen": draft.mark})
    db.session.refresh(draft)
    assert draft.state == "drafted"
