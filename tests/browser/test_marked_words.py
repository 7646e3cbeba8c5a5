"""Marking the words that show a theme in a real browser: by mouse, by keyboard, by touch, and without scripts."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.db import db
from core.passages import Passage
from core.people.models import Role
from nlp.kept.models import Tag
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.site import WIDTHS, Visitor, assert_accessible, picture
from tests.browser.test_theme_pages import REDACTED, WORDS, answer, read_passage

FIELD = "Which words show it? (optional)"
USE = "Use the words I selected"
SAVE = "Save and show the next"


def opened(visitor: Visitor, enter: Enter) -> tuple[Page, Passage]:
    passage = read_passage()
    enter(visitor, Role.quality_lead)
    return visitor.visit(f"/themes/review/{passage.id}"), passage


def add_family_contact(page: Page) -> None:
    answer(page, "contact-speed", "negative")
    answer(page, "school-learning", "not-here")
    page.get_by_label("Theme", exact=True).first.select_option("family-contact")
    page.get_by_label("How do they find it?").first.select_option("negative")


def marked(passage: Passage) -> list[str]:
    db.session.rollback()
    tag = db.session.scalars(select(Tag).where(Tag.theme == "family-contact")).one()
    return [passage.words[start:end] for start, end in tag.marks]


def select_words(page: Page, first: str, last: str) -> None:
    """As a mouse drawn over them leaves it."""
    page.evaluate(
        """([first, last]) => {
          const texts = document.createTreeWalker(document.querySelector("[data-message]"), NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          for (let node; (node = texts.nextNode()); ) {
            if (node.data.includes(first)) range.setStart(node, node.data.indexOf(first));
            if (node.data.includes(last)) range.setEnd(node, node.data.indexOf(last) + last.length);
          }
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [first, last],
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False])
def test_everybody_can_mark_words_put_right_what_is_not_found_and_see_them_again(
    new_visitor: NewVisitor, enter: Enter, app: Flask, width: int, scripts: bool
) -> None:
    visitor = new_visitor(width=width, scripts=scripts)
    page, passage = opened(visitor, enter)
    name = f"marked-{'' if scripts else 'plain-'}{{}}-{width}"
    picture(page, name.format("empty"))
    assert page.get_by_role("button", name=USE).first.is_visible() == scripts
    add_family_contact(page)
    page.get_by_label(FIELD).first.fill("see my brother\nnot there at all")
    picture(page, name.format("filled"))
    page.get_by_role("button", name=SAVE).click()
    wrong = "We cannot find “not there at all” in the message"
    expect(page.get_by_role("alert")).to_contain_text(wrong)
    if scripts:
        assert_accessible(page)
    picture(page, name.format("wrong"))
    page.get_by_role("alert").get_by_role("link", name=wrong).click()
    expect(page.get_by_label(FIELD).first).to_be_focused()
    expect(page.get_by_label(FIELD).first).to_have_value("see my brother\nnot there at all")
    page.get_by_label(FIELD).first.fill("SEE my  brother … [name] listens")
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_role("heading", name="You have looked at everything")).to_be_visible()
    assert marked(passage) == ["Kim listens", "see my brother"]
    page = visitor.visit(f"/themes/review/{passage.id}")
    expect(page.locator("mark", has_text="see my brother")).to_be_visible()
    expect(page.get_by_text("not good, because of “[name] listens” and “see my brother”")).to_be_visible()
    expect(page.get_by_label(FIELD).first).to_have_value("[name] listens\nsee my brother")
    picture(page, name.format("again"))
    if scripts:
        assert_accessible(page)
    assert visitor.said == []


def test_words_selected_with_the_mouse_are_put_into_the_field_a_line_each(
    visitor: Visitor, enter: Enter, app: Flask
) -> None:
    page, passage = opened(visitor, enter)
    add_family_contact(page)
    page.locator("[data-message]").get_by_text("I want to see my brother more").scroll_into_view_if_needed()
    select_words(page, "want", "brother")
    page.get_by_role("button", name=USE).first.click()
    expect(page.locator("[data-keys-said]")).to_have_text("Marked: want to see my brother")
    select_words(page, "kind", "mum")
    page.get_by_role("button", name=USE).first.click()
    expect(page.get_by_label(FIELD).first).to_have_value(
        "want to see my brother\nkind but nobody ever rings my mum"
    )
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_role("heading", name="You have looked at everything")).to_be_visible()
    assert marked(passage) == ["kind but nobody ever rings my mum", "want to see my brother"]


def test_a_tap_that_lets_go_of_the_selection_loses_nothing(phone: Visitor, enter: Enter, app: Flask) -> None:
    page, _ = opened(phone, enter)
    select_words(page, "see", "brother")
    page.evaluate("new Promise(requestAnimationFrame)")
    page.get_by_label("How do they find it?").first.focus()
    page.evaluate("getSelection().removeAllRanges()")
    page.get_by_role("button", name=USE).first.click()
    expect(page.get_by_label(FIELD).first).to_have_value("see my brother")


def test_who_has_selected_nothing_is_told_and_led_to_the_message(
    visitor: Visitor, enter: Enter, app: Flask
) -> None:
    page, _ = opened(visitor, enter)
    page.get_by_role("button", name=USE).first.click()
    expect(page.locator("[data-keys-said]")).to_have_text("Select words in the message first.")
    expect(page.locator("[data-message]")).to_be_focused()
    expect(page.get_by_label(FIELD).first).to_have_value("")


def test_words_are_selected_and_marked_with_keys_alone(visitor: Visitor, enter: Enter, app: Flask) -> None:
    page, passage = opened(visitor, enter)
    add_family_contact(page)
    page.locator("#theme_contact-speed input:checked").focus()
    page.keyboard.press("t")
    expect(page.locator("[data-message]")).to_be_focused()
    picture(page, "marked-keys-1280")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("w")
    expect(page.get_by_label(FIELD).first).to_have_value("social worker [name]")
    for _ in range(40):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("w")
    everything = REDACTED.removeprefix("My ")
    expect(page.get_by_label(FIELD).first).to_have_value(f"social worker [name]\n{everything}")
    expect(page.locator("[data-keys-said]")).to_have_text(f"Marked: {everything}")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="You have looked at everything")).to_be_visible()
    assert marked(passage) == [WORDS.removeprefix("My ")]
