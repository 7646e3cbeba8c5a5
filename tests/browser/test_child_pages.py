"""What every page a child may see does by itself: buttons that wait, space on a button, a way out that forgets."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from core.db import db
from feedback.models import Response
from tests.browser.conftest import NewVisitor
from tests.browser.site import PHONE, WIDTHS, Visitor, assert_accessible, eventually, picture
from tests.core.factories import TeamFactory
from tests.feedback.factories import answers_drafted, make_collection, make_response

SECRET = "A secret that nobody else may find"


def number(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def to_the_weather(page: Page) -> None:
    page.route("https://**/*", lambda route: route.fulfill(body="Weather", content_type="text/html"))


def write(visitor: Visitor, words: str = SECRET) -> Page:
    """Words are typed and kept as a draft."""
    page = visitor.visit("/say/autumn/ask/good-words")
    page.locator("textarea").fill(words)
    with page.expect_navigation():
        page.get_by_role("button", name="Next", exact=True).click()
    return page


COUNT_SENDING = """() => {
  window.sendings = 0;
  document.addEventListener('submit', (event) => { event.preventDefault(); window.sendings += 1; });
}"""


def sendings(page: Page, press: Callable[[], None]) -> object:
    """How often a page would be sent by these presses, where no answer comes in between."""
    page.evaluate(COUNT_SENDING)
    press()
    return page.evaluate("window.sendings")


def test_a_second_quick_press_on_send_is_not_sent(app: Flask, visitor: Visitor) -> None:
    make_collection()
    write(visitor)
    page = visitor.visit("/say/autumn/check")
    send = page.get_by_role("button", name="Send")
    assert sendings(page, send.dblclick) == 1


def test_a_second_quick_press_on_writing_back_is_not_sent(app: Flask, visitor: Visitor) -> None:
    code = " ".join(make_response(make_collection()).code)
    page = visitor.visit("/come-back")
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="See what happened").click()
    page.get_by_label("Write to us again").fill("One more thing")
    send = page.get_by_role("button", name="Send")
    assert sendings(page, send.dblclick) == 1


@pytest.mark.parametrize(
    ("start", "words", "leads_to"),
    [("/say/autumn", "Start", "/doors"), ("/say/autumn/doors", "I am done here", "/ask/worker-listens")],
)
def test_space_presses_what_says_that_it_is_a_button(
    app: Flask, visitor: Visitor, start: str, words: str, leads_to: str
) -> None:
    make_collection()
    page = visitor.visit(start)
    page.get_by_role("button", name=words).focus()
    with page.expect_navigation():
        page.keyboard.press("Space")
    assert page.url.endswith(leads_to)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("around", ["/help", "/privacy", "/display", "/accessibility", "/", "/no-such-page"])
def test_the_way_out_forgets_what_was_typed_wherever_one_is(
    app: Flask, new_visitor: NewVisitor, around: str, scripts: bool
) -> None:
    make_collection()
    visitor = new_visitor(width=PHONE, scripts=scripts)
    to_the_weather(visitor.page)
    page = write(visitor)
    assert answers_drafted()
    visitor.visit(around, status=404 if around == "/no-such-page" else 200)
    page.get_by_role("button", name="Leave this page now").click()
    page.wait_for_url("https://**/*")
    eventually(lambda: not answers_drafted(), page)
    visitor.visit("/say/autumn")
    expect(page.get_by_role("button", name="Start")).to_be_visible()


def test_the_way_out_of_the_help_page_forgets_the_code(app: Flask, visitor: Visitor) -> None:
    make_collection()
    to_the_weather(visitor.page)
    write(visitor)
    page = visitor.visit("/say/autumn/check")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".heard-receipt__code")).to_be_visible()
    visitor.visit("/help")
    page.get_by_role("button", name="Leave this page now").click()
    page.wait_for_url("https://**/*")
    eventually(lambda: visitor.visit("/say/autumn/thanks").url.endswith("/say/autumn"), page)
    assert number(Response) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_around_look_right_with_the_way_out(
    app: Flask, new_visitor: NewVisitor, width: int
) -> None:
    visitor = new_visitor(width=width)
    for name in ("help", "privacy", "display", "accessibility", "no-such-page"):
        page = visitor.visit(f"/{name}", status=404 if name == "no-such-page" else 200)
        assert_accessible(page)
        picture(page, f"around-{name}-{width}")


def opened_with(page: Page, code: str) -> None:
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="See what happened").click()


@pytest.mark.parametrize("width", WIDTHS)
def test_words_are_handed_back_on_pages_that_can_be_used(
    app: Flask, new_visitor: NewVisitor, width: int
) -> None:
    code = " ".join(make_response(make_collection()).code)
    visitor = new_visitor(width=width)
    page = visitor.visit("/come-back")
    opened_with(page, code)
    page.get_by_label("Write to us again").fill(SECRET)
    page.locator("main form:has(textarea) input[name=csrf_token]").evaluate("each => each.value = 'forged'")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Your words are still here")
    expect(page.get_by_label("Write to us again")).to_have_value(SECRET)
    assert_accessible(page)
    picture(page, f"handed-back-{width}")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".heard-message__words")).to_have_text(SECRET)
    make_collection(slug="tell-us", questions="tell-us")
    visitor.visit("/say/tell-us/ask/meetings")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Next", exact=True).click()
    page.locator("textarea").fill(SECRET)
    page.context.clear_cookies()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This question has changed")
    expect(page.get_by_text(SECRET)).to_be_visible()
    assert_accessible(page)
    picture(page, f"not-asked-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_lost_answer_shows_the_code_and_what_came_after(
    app: Flask, new_visitor: NewVisitor, width: int
) -> None:
    make_collection(title="How is it for you?", team=TeamFactory(name="East"), managers_read=True)
    visitor = new_visitor(width=width)
    page = write(visitor)
    before = page.context.cookies()
    visitor.visit("/say/autumn/check")
    expect(page.get_by_text("The managers of East may read it too.")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    code = page.locator(".heard-receipt__code").text_content()
    visitor.visit("/say/autumn/ask/dream-words")
    page.locator("textarea").fill("A dog")
    page.context.clear_cookies()
    page.context.add_cookies(before)
    page.get_by_role("button", name="Next", exact=True).click()
    assert page.locator(".heard-receipt__code").text_content() == code
    assert_accessible(page)
    picture(page, f"thanks-and-more-{width}")
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_text("A dog")).to_be_visible()
    picture(page, f"check-managers-{width}")
    visitor.page.context.clear_cookies()
    visitor.visit("/say/autumn")
    assert_accessible(page)
    picture(page, f"welcome-managers-{width}")
