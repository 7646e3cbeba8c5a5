"""While somebody writes, a kind line when a name is among the words. No word leaves the page."""

import re

import pytest
import textstat
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import NewVisitor
from tests.browser.site import WIDTHS, Visitor, assert_accessible, picture
from tests.feedback.factories import make_collection

HINT = "You wrote a name. You can leave it or change it to “my brother”."
FIRST_YEAR_AGE = 6  # as for the question sets


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
    expect(page.get_by_role("status")).to_have_text(HINT)
    assert_accessible(page)
    picture(page, f"name-hint-{width}")
    page.get_by_role("textbox").fill("i dont like it when my brother shouts")
    expect(page.get_by_role("status")).to_have_text("")
    assert visitor.said == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Zozan is kind", True),
        ("i was at larisas", True),
        ("My friend is called grace", True),
        ("I saw Grace there", True),
        ("I LIKE OLUWASEUN", True),
        ("łukasz hit me", True),
        ("Will you ring me? May I go home", False),
        ("i hope my mum will come in the summer", False),
        ("I LOVE MY NAN AND MY DOG", False),
        ("my social worker rang childline", False),
        ("😀😀 ‏شكرا", False),
    ],
)
def test_names_are_told_from_ordinary_words(app: object, visitor: Visitor, words: str, said: bool) -> None:
    page = words_page(visitor)
    types(page, "my cousin wojtek")
    expect(page.get_by_role("status")).to_have_text(HINT)
    page.get_by_role("textbox").fill("nothing")
    expect(page.get_by_role("status")).to_have_text("")
    page.get_by_role("textbox").fill(words)
    page.wait_for_timeout(1000)
    expect(page.get_by_role("status")).to_have_text(HINT if said else "")


def test_a_box_entered_before_the_scripts_came_is_looked_at_too(app: object, visitor: Visitor) -> None:
    page = words_page(visitor)
    page.add_init_script(
        "new MutationObserver(() => document.querySelector('textarea')?.focus())"
        ".observe(document, { childList: true, subtree: true });"
    )
    page.reload()
    page.get_by_role("textbox").fill("wojtek shouts")
    expect(page.get_by_role("status")).to_have_text(HINT)


def test_nothing_typed_leaves_the_page(app: object, visitor: Visitor) -> None:
    page = words_page(visitor)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    types(page, "wojtek shouts at me")
    expect(page.get_by_role("status")).to_have_text(HINT)
    assert any(re.search(r"/static/names-[0-9a-f]+\.bin$", request.url) for request in asked)
    for request in asked:
        assert (request.method, request.post_data) == ("GET", None)
        assert "/static/" in request.url and "?" not in request.url


def test_the_hint_can_be_sent_away_with_the_keyboard_and_stays_away(app: object, visitor: Visitor) -> None:
    page = words_page(visitor)
    types(page, "wojtek shouts")
    expect(page.get_by_role("status")).to_have_text(HINT)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="OK", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.get_by_role("textbox").fill("wojtek shouts and anna too")
    page.wait_for_timeout(1000)
    expect(page.get_by_role("status")).to_have_text("")


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
    words = HINT.replace("“", "").replace("”", "")
    harder = max(textstat.automated_readability_index(words), textstat.coleman_liau_index(words))
    assert FIRST_YEAR_AGE + harder - 1 <= 7
