"""The codebook editor and the re-reading in a real browser: wide and narrow, by keyboard, and without scripts."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core.db import db
from core.people.models import Role
from nlp.codebook import shipped_codebook
from nlp.codebook.changes import hidden, merged
from nlp.codebook.draft import change, draft_now
from nlp.codebook.models import Rereading
from nlp.codebook.phrases_in_words import in_words
from nlp.codebook.versions import keep_codebook, newest_version, store_version
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.keyboard import Keyboard
from tests.browser.site import DESKTOP, WIDTHS, Visitor, assert_accessible, picture
from tests.nlp.factories import make_read_passage

EITHER = "Phrases that could be either"
SLOWEST = 20_000  # milliseconds: the first look of a process learns the words of every family
LONG = "Neighbourhoodsafeguardingandfamilysupportpartnership"


@pytest.fixture(autouse=True)
def themes(app: Flask) -> None:
    keep_codebook()
    for number in range(3):
        make_read_passage(words=f"The zebra bus took me to see my gran, number {number}. {LONG}")
    db.session.commit()


def drafted(slug: str) -> str:
    db.session.rollback()
    db.session.expire_all()
    draft = draft_now()
    assert draft is not None
    return draft.codebook.theme(slug).label


def type_phrase(page: Page, phrase: str) -> None:
    page.get_by_label(EITHER, exact=True).fill(phrase)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_editor_can_be_used_by_everyone(
    new_visitor: NewVisitor, enter: Enter, app: Flask, width: int
) -> None:
    visitor = new_visitor(width=width)
    lead = enter(visitor, Role.quality_lead)
    for name, path in {
        "draft-none": "/themes/draft/",
        "publish-nothing": "/themes/publish",
        "rereading-none": "/themes/reading/",
        "offer-none": "/themes/offer",
    }.items():
        page = visitor.visit(path)
        picture(page, f"codebook-{name}-{width}")
        assert_accessible(page)
    change(lambda book: hidden(book, "privacy", hide=True), by=lead.id)
    change(lambda book: merged(book, "bullying", into="feeling-safe"), by=lead.id)
    store_version(hidden(shipped_codebook(), "privacy", hide=True), note=LONG, by=lead.id)
    version = newest_version()
    assert version is not None
    db.session.add(Rereading(codebook_id=version.id, total=1000, left_then=900))
    for name, path in {
        "themes": "/themes/",
        "draft": "/themes/draft/",
        "edit": "/themes/draft/listened-to",
        "new": "/themes/draft/new",
        "split": "/themes/draft/listened-to/split",
        "merge": "/themes/draft/listened-to/merge",
        "publish": "/themes/publish",
        "discard": "/themes/discard",
        "versions": "/themes/versions",
        "version": "/themes/versions/2",
        "rereading": "/themes/reading/",
    }.items():
        page = visitor.visit(path)
        picture(page, f"codebook-{name}-{width}")
        assert_accessible(page)
    page = visitor.visit("/themes/draft/new")
    type_phrase(page, "(zebra|horse) bus\na (b")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    picture(page, f"codebook-mistake-{width}")
    assert_accessible(page)
    type_phrase(page, "(zebra|horse) bus")
    page.get_by_role("button", name="Show matches").click()
    expect(page.get_by_text("3 of the 3 newest passages")).to_be_visible()
    picture(page, f"codebook-matches-{width}")
    assert_accessible(page)
    assert visitor.said == []


def test_matches_appear_while_somebody_types(visitor: Visitor, enter: Enter, app: Flask) -> None:
    enter(visitor, Role.quality_lead)
    page = visitor.visit("/themes/draft/new")
    page.get_by_label(EITHER, exact=True).press_sequentially("zebra bus")
    found = page.get_by_role("status").filter(has_text="newest passages")
    expect(found).to_contain_text("3 of the 3", timeout=SLOWEST)
    expect(page.locator("mark").first).to_have_text("zebra bus")
    page.get_by_label(EITHER, exact=True).press_sequentially(" (and")
    expect(page.get_by_role("status").filter(has_text="A bracket is opened")).to_be_visible()
    assert page.get_by_label(EITHER, exact=True).input_value() == "zebra bus (and"


@pytest.mark.parametrize("width", WIDTHS)
def test_what_phrases_find_is_in_sight_of_whoever_types_them(
    new_visitor: NewVisitor, enter: Enter, app: Flask, width: int
) -> None:
    visitor = new_visitor(width=width)
    enter(visitor, Role.quality_lead)
    page = visitor.visit("/themes/draft/listened-to")
    page.get_by_label(EITHER, exact=True).press_sequentially("zebra bus")
    said = page.locator("#matches [data-live-words]" if width == DESKTOP else ".heard-found-here")
    expect(said).to_contain_text("“zebra bus” stands in 3.", timeout=SLOWEST)
    expect(said).to_be_in_viewport()
    if width == DESKTOP:
        expect(page.locator("#matches mark", has_text="zebra bus").first).to_be_in_viewport()
    else:
        said.get_by_role("link", name="See where").click()
        expect(page.locator("#matches mark", has_text="zebra bus").first).to_be_in_viewport()


def test_phrases_are_searched_counted_and_taken_off_the_list(
    visitor: Visitor, enter: Enter, app: Flask
) -> None:
    enter(visitor, Role.quality_lead)
    page = visitor.visit("/themes/draft/listened-to")
    phrases = page.get_by_role("region", name="Phrases")
    expect(phrases.locator("[data-count-of]").first).to_have_text("0", timeout=SLOWEST)
    gone = shipped_codebook().theme("listened-to").lexicon.good[-1]
    phrases.get_by_label("Show only rows with these words").fill(in_words(gone))
    phrases.get_by_label(f"Remove: {in_words(gone)}", exact=True).check()
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_text("is saved in the draft")).to_be_visible()
    db.session.rollback()
    draft = draft_now()
    assert draft is not None and gone not in draft.codebook.theme("listened-to").lexicon.phrases()


def test_a_theme_is_added_and_published_with_the_keyboard_alone(
    visitor: Visitor, enter: Enter, app: Flask
) -> None:
    enter(visitor, Role.quality_lead)
    keyboard = Keyboard(visitor.visit("/themes/draft/"))
    keyboard.press("Add a theme")
    keyboard.type_into("label", "Buses")
    keyboard.type_into("counts", "The speaker says how they travel.")
    keyboard.type_into("excludes", "Trips for fun.")
    keyboard.type_into("add_either", "zebra bus")
    keyboard.press("Save in the draft")
    keyboard.press("Look at the changes and publish")
    keyboard.type_into("note", "Many speak of it.")
    keyboard.press("Publish and read everything again")
    expect(visitor.page.get_by_role("heading", name="Reading everything again")).to_be_visible()
    db.session.rollback()
    version = newest_version()
    assert version is not None and version.note == "Many speak of it."


def test_a_theme_is_changed_moved_and_hidden_without_scripts(
    scriptless: Visitor, enter: Enter, app: Flask
) -> None:
    enter(scriptless, Role.quality_lead)
    page = scriptless.visit("/themes/draft/listened-to")
    type_phrase(page, "zebra bus")
    page.get_by_role("button", name="Show matches").click()
    expect(page.locator("mark").first).to_have_text("zebra bus")
    page.get_by_label("Name").fill("Being heard")
    page.get_by_role("button", name="Save in the draft").click()
    assert drafted("listened-to") == "Being heard"
    page.get_by_role("button", name="Down Being heard").click()
    page.get_by_label("Place of Being heard").fill("9")
    page.get_by_role("button", name="Move Being heard").click()
    expect(page.get_by_text("is in place 9 of 28")).to_be_visible()
    page.get_by_role("button", name="Hide Being heard").click()
    expect(page.get_by_role("heading", name="Hidden")).to_be_visible()
    page.get_by_role("link", name="Throw the draft away").click()
    expect(page.get_by_text("cannot come back")).to_be_visible()
    page.get_by_role("button", name="Throw the draft away").click()
    expect(page.get_by_text("There is no draft")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_second_of_two_people_keeps_what_they_typed(
    new_visitor: NewVisitor, enter: Enter, app: Flask, width: int
) -> None:
    first, second = new_visitor(), new_visitor(width=width)
    for visitor in (first, second):
        enter(visitor, Role.quality_lead)
        visitor.visit("/themes/draft/listened-to")
    for visitor, label in ((first, "First"), (second, "Second")):
        visitor.page.get_by_label("Name").fill(label)
        visitor.page.get_by_role("button", name="Save in the draft").click()
    expect(second.page.get_by_role("alert")).to_contain_text("Somebody saved this theme")
    picture(second.page, f"codebook-collision-{width}")
    assert_accessible(second.page)
    assert drafted("listened-to") == "First"
    second.page.get_by_role("button", name="Save in the draft").click()
    expect(second.page.get_by_text("is saved in the draft")).to_be_visible()
    assert drafted("listened-to") == "Second"


def test_the_progress_page_keeps_itself_up_to_date(visitor: Visitor, enter: Enter, app: Flask) -> None:
    enter(visitor, Role.administrator)
    version = keep_codebook()
    rereading = Rereading(codebook_id=version.id, total=1000, left_then=1000)
    db.session.add(rereading)
    page = visitor.visit("/themes/reading/")
    expect(page.get_by_text("1,000 of 1,000 passages")).to_be_visible()
    rereading.total = 2000
    db.session.commit()
    expect(page.get_by_text("2,000 of 2,000 passages")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused", exact=True)).to_be_visible()
