"""Saying how it is in a real browser: every state wide and narrow, by keyboard alone, and without scripts."""

import itertools
from datetime import timedelta
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from core.days import today
from core.db import db
from core.passages import Passage
from core.people.models import Role
from feedback import conversation, guessing
from feedback.models import Progress, Response
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.keyboard import Keyboard
from tests.browser.site import WIDTHS, Visitor, assert_accessible, eventually, picture
from tests.core.factories import TeamFactory
from tests.feedback.factories import (
    HARM,
    answers_drafted,
    make_alert,
    make_alert_of,
    make_collection,
    make_response,
)

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3


def stored() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Response.id))) or 0


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_a_child_meets_is_accessible(app: Flask, new_visitor: NewVisitor, width: int) -> None:
    make_collection()
    page = new_visitor(width=width).visit("/say/autumn")
    seen(page, "welcome", width)
    press(page, "button", "Start")
    seen(page, "houses", width)
    press(page, "link", "House of worries")
    page.get_by_label("Being hurt").check()
    seen(page, "cards", width)
    press(page, "button", "Next")
    page.locator("textarea").fill(f"{HARM} {LONG}")
    seen(page, "words", width)
    press(page, "button", "Next")
    page.get_by_label("Not sure").check()
    press(page, "button", "Next")
    seen(page, "houses-lit", width)
    press(page, "button", "I am done here")
    seen(page, "faces", width)
    page.goto(page.url.replace("ask/worker-listens", "check"))
    seen(page, "check", width)
    press(page, "button", "Send")
    seen(page, "thanks-alert", width)
    press(page, "button", "A card to print")
    seen(page, "card", width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("questions", ["tell-us", "parents-and-carers", "staff-survey"])
def test_every_set_on_one_page_is_accessible_filled_and_put_wrong(
    app: Flask, new_visitor: NewVisitor, questions: str, width: int
) -> None:
    make_collection(questions=questions)
    page = new_visitor(width=width).visit("/say/autumn?all=1")
    press(page, "button", "Send")
    seen(page, f"{questions}-nothing", width)
    page.locator("textarea").first.fill(LONG * 60)
    press(page, "button", "Send")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    seen(page, f"{questions}-too-long", width)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_around_the_journey_are_accessible(app: Flask, new_visitor: NewVisitor, width: int) -> None:
    guessing.forget()
    code = " ".join(make_response(make_collection()).code)
    make_collection(slug="shut", open_now=False)
    visitor = new_visitor(width=width)
    page = visitor.visit("/say/shut", status=410)
    seen(page, "closed", width)
    visitor.visit("/come-back")
    seen(page, "come-back", width)
    page.get_by_label("Your code").fill("badger dolfin comet kite rainbow moon apple panda")
    press(page, "button", "See what happened")
    seen(page, "wrong-code", width)
    page.get_by_label("Your code").fill(code)
    press(page, "button", "See what happened")
    page.get_by_label("Write to us again").fill(f"One more thing. {LONG}")
    press(page, "button", "Send")
    seen(page, "what-happened", width)
    for word in code.split():
        assert word not in page.url


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_those_who_ask_are_accessible(
    app: Flask, new_visitor: NewVisitor, enter: Enter, width: int
) -> None:
    visitor = new_visitor(width=width)
    enter(visitor, Role.quality_lead)
    collection = make_collection(questions="tell-us", title=f"Tell us {LONG}")
    receipt = make_response(collection, {"worker-words": "She listens."})
    for name, address in {
        "collections": "/collections/",
        "collection": "/collections/autumn",
        "edit": "/collections/autumn/edit",
        "questions": "/collections/autumn/questions",
        "poster": "/collections/autumn/poster",
        "responses": "/collections/autumn/responses/",
        "response": f"/collections/autumn/responses/{receipt.response.id}",
    }.items():
        seen(visitor.visit(address), name, width)
    page = visitor.visit("/collections/new")
    press(page, "button", "Save")
    seen(page, "new-wrong", width)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_waits_to_be_read_stands_first_and_is_accessible(
    app: Flask, new_visitor: NewVisitor, enter: Enter, width: int
) -> None:
    visitor = new_visitor(width=width)
    enter(visitor, Role.quality_lead)
    collection = make_collection(questions="tell-us", team=TeamFactory(name="East"), managers_read=True)
    make_response(collection, {"worker-words": "She listens."})
    make_response(collection, {"worker-words": "He rings."}, on=today() - timedelta(days=9))
    wrote = make_response(collection, {"worker-words": "They came."}, on=today() - timedelta(days=3)).response
    wrote = db.session.get_one(Response, wrote.id)
    conversation.move_on(response=wrote, to=Progress.changed)
    conversation.write_theirs(response=wrote, words="Thank you.")
    for passage in db.session.scalars(select(Passage)):
        passage.redacted = passage.words
    seen(visitor.visit("/home"), "home-wrote-back", width)
    seen(visitor.visit("/collections/autumn"), "collection-managers", width)
    seen(visitor.visit("/collections/autumn/edit"), "edit-managers", width)
    page = visitor.visit("/collections/autumn/responses/")
    seen(page, "responses-waiting", width)
    rows = page.locator("tbody tr")
    expect(rows.nth(0)).to_contain_text("They wrote back")
    expect(rows.nth(1)).to_contain_text("Late")
    press(page, "link", "Read it")
    seen(page, "response-wrote-back", width)
    press(page, "button", "Save and show them")
    expect(page.get_by_text("New", exact=True)).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_duty_leads_pages_are_accessible(
    app: Flask, new_visitor: NewVisitor, enter: Enter, width: int
) -> None:
    visitor = new_visitor(width=width)
    enter(visitor, Role.duty_lead)
    seen(visitor.visit("/alerts/"), "alerts-empty", width)
    make_alert(make_collection())
    page = visitor.visit("/alerts/")
    seen(page, "alerts", width)
    page.locator("table a").first.click()
    press(page, "button", "I have this one")
    press(page, "button", "Read the words")
    seen(page, "alert-words", width)
    press(page, "button", "Close this alert")
    seen(page, "alert-no-reason", width)


@pytest.mark.parametrize("width", WIDTHS)
def test_alerts_that_the_screen_is_not_sure_of_stand_apart_and_are_accessible(
    app: Flask, new_visitor: NewVisitor, enter: Enter, width: int
) -> None:
    visitor = new_visitor(width=width)
    enter(visitor, Role.duty_lead)
    make_alert_of(0.5)
    make_alert_of(0.5, level="review")
    make_alert(make_collection())
    seen(visitor.visit("/home"), "home-unsure", width)
    page = visitor.visit("/alerts/")
    seen(page, "alerts-unsure", width)
    shown = [page.get_by_role("heading", name=f"Look {when}") for when in ("now: nobody", "now too", "today")]
    assert all(above < below for above, below in itertools.pairwise(top_of(heading) for heading in shown))
    with page.expect_navigation():
        page.get_by_role("table", name="our screen is not sure").get_by_role("link").click()
    expect(page.get_by_text("Our screen is not sure. Please look all the same.")).to_be_visible()
    seen(page, "alert-unsure", width)


def top_of(heading: Locator) -> float:
    box = heading.bounding_box()
    assert box is not None
    return box["y"]


def test_a_child_can_finish_with_the_keyboard_alone(app: Flask, visitor: Visitor) -> None:
    make_collection(questions="tell-us")
    page = visitor.visit("/say/autumn")
    keys = Keyboard(page)
    keys.press("Start")
    keys.pick("answer-worker-listens", "4")
    keys.press("Next")
    keys.press("Next")
    keys.press("Next")
    keys.type_into("answer-worker-words", "She is kind.")
    keys.press("Next")
    visitor.visit("/say/autumn/check")
    keys.press("Send")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert stored() == 1


def test_a_child_can_finish_without_scripts(app: Flask, scriptless: Visitor) -> None:
    make_collection()
    page = scriptless.visit("/say/autumn")
    press(page, "button", "Start")
    press(page, "link", "House of dreams")
    page.locator("textarea").fill("A dog")
    press(page, "button", "Next")
    press(page, "button", "Back")
    expect(page.locator("textarea")).to_have_value("A dog")
    press(page, "button", "Next")
    press(page, "button", "Skip")
    press(page, "button", "I am done here")
    page.goto(page.url.replace("ask/worker-listens", "check"))
    press(page, "button", "Send")
    code = page.locator(".heard-receipt__code").text_content()
    page.reload()
    assert page.locator(".heard-receipt__code").text_content() == code
    assert stored() == 1


def test_enter_in_a_form_goes_on_and_not_back(app: Flask, visitor: Visitor) -> None:
    make_collection(questions="tell-us")
    page = visitor.visit("/say/autumn/ask/worker-does")
    page.get_by_label("Really true").focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/ask/worker-changes")


@pytest.mark.parametrize("scripts", [True, False])
def test_leaving_wipes_what_was_typed_and_going_back_shows_nothing(
    app: Flask, new_visitor: NewVisitor, scripts: bool
) -> None:
    make_collection()
    visitor = new_visitor(scripts=scripts)
    visitor.page.route("https://**/*", lambda route: route.fulfill(body="Weather", content_type="text/html"))
    page = visitor.visit("/say/autumn/ask/worry-words")
    page.locator("textarea").fill("A secret")
    press(page, "button", "Next")
    assert answers_drafted()
    page.get_by_role("button", name="Leave this page now").click()
    page.wait_for_url("https://**/*")
    eventually(lambda: not answers_drafted(), page)
    visitor.visit("/say/autumn/ask/worry-words")
    expect(page.locator("textarea")).to_have_value("")


def test_two_quick_clicks_on_send_give_one_response(app: Flask, visitor: Visitor) -> None:
    make_collection()
    page = visitor.visit("/say/autumn?all=1")
    page.locator("textarea").first.fill("Cake")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert stored() == 1


def seen(page: Page, name: str, width: int) -> None:
    assert_accessible(page)
    picture(page, f"say-{name}-{width}")


def press(page: Page, kind: Literal["link", "button"], words: str) -> None:
    exact = words in {"Start", "Next", "Skip", "Send", "Back", "Save"}
    with page.expect_navigation():
        page.get_by_role(kind, name=words, exact=exact).first.click()
