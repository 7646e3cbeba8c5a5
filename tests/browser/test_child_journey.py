"""A child says how it is: with the keyboard alone, on a small phone, and where no scripts run."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.db import db
from core.people.models import Role
from feedback.models import Response
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.keyboard import Keyboard
from tests.browser.site import PHONE, WIDTHS, Visitor, assert_accessible, eventually, picture
from tests.feedback.factories import make_collection

KIND = "She takes me to the park and she listens."
WORRY = "I do not like it when the lights are off."


def answers_kept() -> list[dict[str, object]]:
    db.session.rollback()
    return [dict(response.answers) for response in db.session.scalars(select(Response))]


def code_on(page: Page) -> str:
    words = page.locator(".heard-receipt__code span")
    expect(words).to_have_count(8)
    return " ".join(words.all_inner_texts())


def test_a_child_finishes_three_houses_with_the_keyboard_alone(app: object, visitor: Visitor) -> None:
    make_collection(title="How is it for you?")
    page = visitor.visit("/say/autumn")
    keys = Keyboard(page)
    keys.press("Start")
    keys.press("House of good things")
    keys.go_to("answer-good-things")
    page.keyboard.press("Space")
    keys.press("Next")
    keys.type_into("answer-good-words", KIND)
    keys.press("Next")
    expect(page.get_by_role("heading", level=1)).to_have_text("My three houses")
    expect(page.get_by_text("You have put something in here")).to_be_visible()
    keys.press("I am done here")
    keys.pick("answer-worker-listens", "5")
    keys.press("Next")
    keys.press("Skip")
    keys.pick("answer-may-share", "yes")
    keys.press("Next")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    keys.press("Send")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert code_on(page)
    [answers] = answers_kept()
    assert answers["good-words"] == KIND
    assert str(answers["worker-listens"]) == "5"
    assert "worker-kind" not in answers


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_child_finishes_on_a_small_phone(app: object, new_visitor: NewVisitor, scripts: bool) -> None:
    make_collection(title="How is it for you?")
    visitor = new_visitor(width=PHONE, scripts=scripts)
    page = visitor.visit("/say/autumn")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="House of worries").click()
    page.get_by_label("Bed time").check()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("textbox").fill(WORRY)
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_label("Not sure").check()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("button", name="I am done here").click()
    for _ in range(3):
        page.get_by_role("button", name="Skip").click()
    expect(page.get_by_text(WORRY)).to_be_visible()
    page.get_by_role("button", name="Send").click()
    code = code_on(page)
    [answers] = answers_kept()
    assert answers["worry-words"] == WORRY
    page.get_by_role("button", name="I have my code").click()
    visitor.visit("/")
    page.get_by_role("link", name="I have a code").click()
    page.get_by_role("textbox").first.fill(code)
    page.get_by_role("button").and_(page.locator("main button")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What happened with your words")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("questions", ["three-houses", "tell-us", "parents-and-carers", "staff-survey"])
def test_every_page_of_every_shipped_set_can_be_used_by_everyone(
    app: object, new_visitor: NewVisitor, questions: str, width: int
) -> None:
    make_collection(questions=questions, title="How is it for you?")
    visitor = new_visitor(width=width)
    page = visitor.visit("/say/autumn")
    for step in range(60):
        assert_accessible(page)
        picture(page, f"{questions}-{step:02d}-{width}")
        if (code := page.locator(".heard-receipt__code")).count():
            expect(code).to_be_visible()
            break
        go_on(page)
    else:
        raise AssertionError("the journey does not end")
    assert visitor.said == []


def go_on(page: Page) -> None:
    """Answer what this page asks with whatever comes first, and take the way on."""
    for box in page.locator("main textarea, main input[type=text]").all():
        if not box.input_value():
            box.fill("2" if box.get_attribute("inputmode") == "numeric" else KIND)
    if not page.locator("main input:checked").count():
        for group in page.locator("main fieldset:has(input[type=radio], input[type=checkbox])").all():
            group.locator("input").first.check()
    dark = page.locator(".heard-house:not(.heard-house--lit) .heard-house__name")
    ways = page.get_by_role("button", name=re.compile(r"^(Start|Carry on|Next|I am done here|Send)$"))
    with page.expect_navigation():
        (dark if dark.count() else ways).first.click()


def test_the_way_out_forgets_what_was_typed(app: object, visitor: Visitor) -> None:
    make_collection(title="How is it for you?")
    page = visitor.visit("/say/autumn/ask/good-words")
    page.route("**/weather", lambda route: route.fulfill(body="<p>Weather</p>", content_type="text/html"))
    page.get_by_role("textbox").fill(KIND)
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("button", name="Leave this page now").click()
    page.wait_for_url("**/weather")

    def forgotten() -> bool:
        return visitor.visit("/say/autumn/check").get_by_text(KIND).count() == 0

    eventually(forgotten, page)


def test_an_answer_waits_for_a_worker_who_reads_it(
    app: object, visitor: Visitor, new_visitor: NewVisitor, enter: Enter
) -> None:
    make_collection(title="How is it for you?")
    page = visitor.visit("/say/autumn/ask/good-words")
    page.get_by_role("textbox").fill(KIND)
    page.get_by_role("button", name="Next", exact=True).click()
    visitor.visit("/say/autumn/check")
    page.get_by_role("button", name="Send").click()
    lead = new_visitor()
    enter(lead, Role.quality_lead)
    desk = lead.visit("/home")
    desk.get_by_role("link", name="What we ask").click()
    assert_accessible(desk)
