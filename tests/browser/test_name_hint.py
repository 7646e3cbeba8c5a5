"""While somebody writes, a kind line when a name is among the words. No word leaves the page."""

import re

import pytest
import textstat
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import NewVisitor
from tests.browser.site import WIDTHS, Visitor, assert_accessible, picture
from tests.feedback.factories import make_collection

FIRST_YEAR_AGE = 6  # as for the question sets


def hint(name: str, other: str = "my brother") -> str:
    return f"You wrote “{name}”. You can leave it or change it to “{other}”."


def words_page(visitor: Visitor) -> Page:
    """The first page of a child's journey that asks for words."""
    make_collection(title="How is it for you?")
    page = visitor.visit("/say/autumn")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="House of worries").click()
    page.get_by_label("Bed time").check()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("textbox")).to_be_visible()
    return page


def types(page: Page, words: str) -> None:
    """Write as a person does: the box is entered first."""
    page.get_by_role("textbox").click()
    page.get_by_role("textbox").fill(words)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_name_is_noticed_kindly_and_everybody_can_use_the_page(
    app: object, new_visitor: NewVisitor, width: int
) -> None:
    visitor = new_visitor(width=width)
    page = words_page(visitor)
    types(page, "i dont like it when wojtek shouts")
    expect(page.get_by_role("status")).to_have_text(hint("wojtek"))
    expect(page.get_by_role("textbox")).to_be_focused()
    assert_accessible(page)
    picture(page, f"name-hint-{width}")
    page.get_by_role("textbox").fill("i dont like it when my brother shouts")
    expect(page.get_by_role("status")).to_have_text("")
    assert visitor.said == []


@pytest.mark.parametrize(
    ("words", "name", "other"),
    [
        ("Zozan is kind", "Zozan", "my brother"),
        ("I LIKE OLUWASEUN", "OLUWASEUN", "my brother"),
        ("my worker Kim is nice", "Kim", "my worker"),
        ("miss okafor shouts", "miss okafor", "my teacher"),
        ("my mum's boyfriend dave", "dave", "my mum's boyfriend"),
        ("Rose is my foster carer", "Rose", "my foster carer"),
    ],
)
def test_the_hint_says_which_name_and_offers_the_words_around_it(
    app: object, visitor: Visitor, words: str, name: str, other: str
) -> None:
    page = words_page(visitor)
    types(page, words)
    expect(page.get_by_role("status")).to_have_text(hint(name, other))


@pytest.mark.parametrize("words", ["Will you ring me? May I go home", "😀😀 ‏شكرا"])
def test_the_hint_goes_when_the_name_is_gone(app: object, visitor: Visitor, words: str) -> None:
    page = words_page(visitor)
    types(page, "my cousin wojtek")
    expect(page.get_by_role("status")).to_have_text(hint("wojtek", "my cousin"))
    page.get_by_role("textbox").fill(words)
    expect(page.get_by_role("status")).to_have_text("")


def test_a_hint_is_read_out_once_and_politely(app: object, visitor: Visitor) -> None:
    page = words_page(visitor)
    types(page, "my cousin wojtek")
    status = page.get_by_role("status")
    expect(status).to_have_attribute("aria-live", "polite")
    page.get_by_role("textbox").fill("my cousin")
    expect(status).to_have_text("")
    page.get_by_role("textbox").fill("my cousin wojtek shouts")
    expect(status).to_have_text(hint("wojtek", "my cousin"))
    expect(status).to_have_attribute("aria-live", "off")


def test_where_words_run_from_right_to_left_the_hint_keeps_its_order(app: object, visitor: Visitor) -> None:
    page = words_page(visitor)
    page.evaluate("document.documentElement.dir = 'rtl'")
    types(page, "my cousin wojtek")
    expect(page.get_by_role("status")).to_have_text(hint("wojtek", "my cousin"))
    assert page.get_by_role("status").locator("bdi").all_inner_texts() == ["wojtek", "my cousin"]
    assert page.get_by_role("status").evaluate("line => getComputedStyle(line).direction") == "ltr"
    picture(page, "name-hint-right-to-left")


def test_a_box_entered_before_the_scripts_came_is_looked_at_too(app: object, visitor: Visitor) -> None:
    page = words_page(visitor)
    page.add_init_script(
        "new MutationObserver(() => document.querySelector('textarea')?.focus())"
        ".observe(document, { childList: true, subtree: true });"
    )
    page.reload()
    page.get_by_role("textbox").fill("wojtek shouts")
    expect(page.get_by_role("status")).to_have_text(hint("wojtek"))


def test_nothing_typed_leaves_the_page(app: object, visitor: Visitor) -> None:
    page = words_page(visitor)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    types(page, "wojtek shouts at me")
    expect(page.get_by_role("status")).to_have_text(hint("wojtek"))
    assert any(re.search(r"/static/names-[0-9a-f]+\.bin$", request.url) for request in asked)
    for request in asked:
        assert (request.method, request.post_data) == ("GET", None)
        assert "/static/" in request.url and "?" not in request.url


def test_the_hint_can_be_sent_away_with_the_keyboard_and_stays_away(app: object, visitor: Visitor) -> None:
    page = words_page(visitor)
    types(page, "wojtek shouts")
    expect(page.get_by_role("status")).to_have_text(hint("wojtek"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="OK", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.get_by_role("textbox").fill("wojtek shouts and anna too")
    page.wait_for_timeout(1000)
    expect(page.get_by_role("status")).to_have_text("")
    asked = page.url
    page.get_by_role("button", name="Next", exact=True).click()
    page.wait_for_url(lambda address: address != asked)
    page.go_back()
    page.get_by_role("textbox").fill("wojtek shouts")
    expect(page.get_by_role("status")).to_have_count(0)


def test_who_starts_anew_sees_the_hint_again(app: object, visitor: Visitor) -> None:
    page = words_page(visitor)
    asked = page.url
    types(page, "wojtek shouts")
    page.get_by_role("button", name="OK", exact=True).click()
    page.get_by_role("button", name="Next", exact=True).click()
    visitor.visit("/say/autumn")
    page.goto(asked)
    types(page, "wojtek shouts")
    expect(page.get_by_role("status")).to_have_text(hint("wojtek"))


def test_without_the_list_the_page_works_as_before(app: object, visitor: Visitor) -> None:
    page = words_page(visitor)
    page.route(re.compile(r"names-.*\.bin"), lambda route: route.abort())
    types(page, "wojtek shouts")
    page.wait_for_timeout(1000)
    expect(page.get_by_role("status")).to_have_text("")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("textbox")).to_have_count(0)


def test_without_scripts_nothing_is_missing(app: object, scriptless: Visitor) -> None:
    page = words_page(scriptless)
    assert page.get_by_role("status").count() == 0


def test_a_child_of_seven_can_read_it() -> None:
    words = hint("Kim").replace("“", "").replace("”", "")
    harder = max(textstat.automated_readability_index(words), textstat.coleman_liau_index(words))
    assert FIRST_YEAR_AGE + harder - 1 <= 7
