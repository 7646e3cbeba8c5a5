"""The learning room in a real browser: from what people said to a published summary."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.people.models import Role
from learning.models import Summary
from learning.outputs import make_outputs
from learning.publication import approve, draft_summary
from learning.scope import scope_of
from tests.browser.conftest import Enter
from tests.browser.site import Loop, Visitor, assert_accessible, picture
from tests.learning.factories import hear, make_area, settle, themes

YEAR = "first=2026-01&last=2026-06"
TODAY = date(2026, 7, 1)
NAMES = (
    "listened-to",
    "worker-relationship",
    "change-of-worker",
    "contact-speed",
    "a-theme-with-a-very-long-name",
)


@pytest.fixture
def heard(app: Flask, session: Session) -> None:
    themes(*NAMES)
    north, south = make_area("North", "South")
    for month in range(1, 7):
        day = date(2026, month, 3)
        hear(7 + month, team=north, on=day, themes={NAMES[0]: "positive", NAMES[1]: "positive"})
        hear(6, team=south, on=day, themes={NAMES[0]: "negative", NAMES[2]: "negative"})
        hear(4, team=south, on=day, speaker="family", themes={NAMES[3]: "negative", NAMES[1]: "mixed"})
        hear(3, team=north, on=day, speaker="staff", themes={NAMES[4]: "neutral"})
    hear(1, team=north, words="She rings when she says she will. " * 3, may_quote=True)
    settle()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_dashboard_and_the_words_behind_a_figure_can_be_read_by_everybody(
    heard: None, visitor: Visitor, enter: Enter, width: int
) -> None:
    enter(visitor, Role.quality_lead)
    visitor.page.set_viewport_size({"width": width, "height": 900})
    for path, name in (
        (f"/learning/?{YEAR}", "overview"),
        (f"/learning/?{YEAR}&speaker=child", "overview-child"),
        ("/learning/?first=2020-01&last=2020-02", "overview-empty"),
        (f"/learning/themes/{NAMES[0]}?{YEAR}", "theme"),
        (f"/learning/themes/{NAMES[0]}?{YEAR}&speaker=child", "theme-child"),
        (f"/learning/search?{YEAR}&words=listens", "search"),
        (f"/learning/search?{YEAR}&words=listens&speaker=staff", "search-hidden"),
        ("/learning/schedules/", "schedules-empty"),
        ("/learning/schedules/new", "schedule"),
    ):
        page = visitor.visit(path)
        assert_accessible(page)
        picture(page, f"learning-{name}-{width}")
    assert visitor.said == []


def test_a_quality_lead_takes_a_summary_from_figures_to_its_readers(
    heard: None, visitor: Visitor, enter: Enter, session: Session, machine: tuple[object, Loop]
) -> None:
    enter(visitor, Role.quality_lead)
    page = visitor.visit("/learning/summaries/")
    assert_accessible(page)
    page.get_by_role("button", name="Draft a summary").or_(
        page.get_by_role("link", name="Draft a summary")
    ).click()
    page.get_by_label("First month").select_option("2026-01-01")
    page.get_by_label("Last month").select_option("2026-06-01")
    page.get_by_role("button", name="Draft the summary").click()
    assert_accessible(page)
    picture(page, "learning-summary-draft")
    page.get_by_role("link", name="Write it up").click()
    page.get_by_label("How it opens").fill("This is what we heard.")
    page.get_by_label("Who gets a mail").fill("clerk@example.org")
    assert_accessible(page)
    picture(page, "learning-words")
    page.get_by_role("button", name="Save these words").click()
    page.get_by_role("link", name="Choose quotes").click()
    assert_accessible(page)
    picture(page, "learning-quotes")
    page.get_by_role("button", name="Approve this quote").click()
    page.get_by_role("link", name="The summary").click()
    page.get_by_role("button", name="Approve these words").click()
    with machine[1].asleep():
        summary = session.scalars(select(Summary)).one()
        make_outputs(summary=summary)
        session.commit()
    page.reload()
    picture(page, "learning-summary-approved")
    page.get_by_role("button", name="Publish for good").click()
    page.get_by_role("link", name="The published page").click()
    assert "She rings when she says she will." in page.content()
    assert_accessible(page)
    picture(page, "learning-published")
    for width in (320,):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        picture(page, f"learning-published-{width}")


def test_what_is_typed_is_kept_before_anybody_saves_it(
    heard: None, visitor: Visitor, enter: Enter, session: Session, machine: tuple[object, Loop]
) -> None:
    enter(visitor, Role.quality_lead)
    with machine[1].asleep():
        summary = draft_summary(scope=scope_of(start=date(2026, 1, 1), end=date(2026, 6, 30)), on=TODAY)
        session.commit()
        address = f"/learning/summaries/{summary.id}"
    page = visitor.visit(f"{address}/words")
    page.get_by_label("How it opens").fill("Half a sentence")
    page.get_by_text("Saved ").wait_for()
    page.get_by_label("How it opens").fill("Half a sentence, and the other half.")
    page.get_by_role("button", name="Save these words").click()
    page.get_by_role("heading", name="What is next").wait_for()
    assert "Half a sentence, and the other half." in page.content()
    assert visitor.said == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_writers_pages_can_be_read_by_everybody(
    heard: None,
    visitor: Visitor,
    enter: Enter,
    session: Session,
    machine: tuple[object, Loop],
    width: int,
) -> None:
    person = enter(visitor, Role.quality_lead)
    visitor.page.set_viewport_size({"width": width, "height": 900})
    with machine[1].asleep():
        summary = draft_summary(scope=scope_of(start=date(2026, 1, 1), end=date(2026, 6, 30)), on=TODAY)
        session.commit()
        address = f"/learning/summaries/{summary.id}"
    for path, name in ((address, "draft"), (f"{address}/words", "words"), (f"{address}/quotes/", "quotes")):
        page = visitor.visit(path)
        assert_accessible(page)
        picture(page, f"learning-{name}-{width}")
    page.get_by_label("A child or young person").first.fill("She never rings.")
    page.get_by_role("button", name="Approve this quote").first.click()
    page.get_by_text("There is a problem").wait_for()
    assert page.get_by_label("A child or young person").first.input_value() == "She never rings."
    assert_accessible(page)
    picture(page, f"learning-quote-refused-{width}")
    with machine[1].asleep():
        approve(summary=summary, by=person)
        summary.drawing_tries, summary.drawing_fault = 3, "drawing took longer than 120 seconds"
        session.commit()
    page = visitor.visit(address)
    assert_accessible(page)
    picture(page, f"learning-not-drawn-{width}")
    page = visitor.visit("/home")
    picture(page, f"learning-home-{width}")
