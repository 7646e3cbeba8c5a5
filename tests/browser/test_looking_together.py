"""Reviewing with others, other languages and rising words in a real browser: wide, narrow, by key, no scripts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Page, expect
from sqlalchemy import select, update

from core.access import WHOLE_AUTHORITY
from core.db import db
from core.passages import Passage
from core.people.models import Authority, Role, User
from nlp.codebook.versions import keep_codebook
from nlp.findings import Valence
from nlp.kept.keeping import keep_readings
from nlp.kept.models import Tag
from nlp.kept.reading import KeptReading
from nlp.review.decisions import Verdict
from nlp.review.looking import Look, keep_look
from nlp.review.models import ReviewLease
from nlp.rising.models import RisingLook, RisingTerm
from nlp.translating.models import Translation
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.site import WIDTHS, Visitor, assert_accessible, picture
from tests.browser.test_theme_pages import answer, decided, read_passage
from tests.nlp.factories import make_passage, make_read_passage

ARABIC = "لا أحد يستمع إليّ هنا أبدا، ولا أعرف متى أرى أخي"
LONG = "Neighbourhoodsafeguardingandfamilysupportpartnership"


def opened_review(visitor: Visitor, enter: Enter) -> Page:
    """The page of a passage with several themes, as a quality lead sees it."""
    passage = read_passage()
    enter(visitor, Role.quality_lead)
    return visitor.visit(f"/themes/review/{passage.id}")


def in_arabic() -> Passage:
    passage = make_passage(words=ARABIC)
    keep_readings([(passage, KeptReading(ARABIC, "ar", ()))], codebook=keep_codebook())
    db.session.commit()
    return passage


def add_english(passage: Passage, by: User) -> None:
    """As the worker leaves it."""
    row = Translation(passage_id=passage.id, number=1, added_by=by.id, read=True, original_redacted=ARABIC)
    row.words = "Nobody listens to me here."
    db.session.add(row)
    passage.redacted = row.words
    db.session.commit()


def two_looks(first: User, second: User, *, many: int = 12) -> Passage:
    """Passages that two people looked at; the last one, on which they differ, is given back."""
    db.session.execute(update(Authority).values(second_look_percent=100))
    yes = [Verdict("listened-to", Valence.positive), Verdict("contact-speed", Valence.negative)]
    for number in range(many):
        passage = read_passage()
        keep_look(Look(passage.id, 1, yes), by=first.id, found=WHOLE_AUTHORITY)
        seen = yes if number % 4 else [Verdict("listened-to", None), Verdict("family-contact", Valence.mixed)]
        keep_look(
            Look(passage.id, 2, seen if number < many - 1 else seen[:1]), by=second.id, found=WHOLE_AUTHORITY
        )
    db.session.commit()
    return passage


def rose() -> None:
    for _ in range(3):
        make_read_passage(words=f"The new kiosk never opens. {LONG}", on=date(2026, 9, 1))
    db.session.add(RisingLook(id=1, period=date(2026, 9, 1)))
    for term in ("new kiosk", LONG.lower()):
        db.session.add(
            RisingTerm(
                term=term, speaker="child", voices=25, of_voices=50, voices_before=3, of_voices_before=60,
                strength=30.0, themed=0.2,
            )
        )  # fmt: skip
    db.session.commit()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_can_be_used_by_everyone(
    new_visitor: NewVisitor, enter: Enter, app: Flask, width: int
) -> None:
    visitor, other = new_visitor(width=width), new_visitor()
    lead, colleague = enter(visitor, Role.quality_lead), enter(other, Role.quality_lead)
    keep_codebook()
    db.session.commit()
    for name, path in {
        "start": "/themes/review",
        "languages": "/themes/languages/",
        "language": "/themes/languages/ar",
        "agreement": "/themes/agreement/",
        "rising": "/themes/rising/",
    }.items():
        page = visitor.visit(path)
        picture(page, f"together-{name}-none-{width}")
        assert_accessible(page)
    differing = two_looks(lead, colleague)
    blind = read_passage()
    keep_look(Look(blind.id, 1, []), by=colleague.id, found=WHOLE_AUTHORITY)
    read_passage()
    alike = read_passage()
    later = datetime.now(UTC) + timedelta(hours=1)
    db.session.add(ReviewLease(passage_id=alike.id, person_id=colleague.id, until=later))
    same = [read_passage("She listens to me and is kind", "She listens to me and is kind") for _ in range(3)]
    waiting, translated = in_arabic(), in_arabic()
    add_english(translated, lead)
    rose()
    for name, path in {
        "start": "/themes/review",
        "languages": "/themes/languages/",
        "language": "/themes/languages/ar",
        "translate": f"/themes/languages/passage/{waiting.id}",
        "translated": f"/themes/languages/passage/{translated.id}",
        "both": f"/themes/review/{translated.id}",
        "agreement": "/themes/agreement/",
        "settle": f"/themes/review/{differing.id}",
        "blind": f"/themes/review/{blind.id}",
        "held": f"/themes/review/{alike.id}",
        "alike": f"/themes/review/{same[0].id}",
        "rising": "/themes/rising/",
        "languages-all": "/themes/languages/",
    }.items():
        page = visitor.visit(path)
        picture(page, f"together-{name}-{width}")
        assert_accessible(page)
    page = visitor.visit(f"/themes/languages/passage/{waiting.id}")
    page.get_by_role("button", name="Save the translation").click()
    expect(page.get_by_role("alert")).to_contain_text("Type the translation")
    picture(page, f"together-translate-mistake-{width}")
    assert_accessible(page)
    page = visitor.visit(f"/themes/languages/passage/{translated.id}")
    page.get_by_role("button", name="Show the original words").click()
    expect(page.get_by_label("In English", exact=True).last).to_have_value("Nobody listens to me here.")
    picture(page, f"together-translate-words-{width}")
    assert_accessible(page)
    page = visitor.visit(f"/themes/review/{differing.id}")
    page.get_by_text("Keyboard shortcuts").click()
    picture(page, f"together-keys-{width}")
    assert_accessible(page)
    assert visitor.said == []


def checked(page: Page, theme: str) -> str | None:
    return page.locator(f'[name="theme_{theme}"]:checked').get_attribute("value")


def test_keys_choose_go_on_to_what_has_no_answer_and_save(visitor: Visitor, enter: Enter, app: Flask) -> None:
    page = opened_review(visitor, enter)
    for theme in ("contact-speed", "school-learning"):
        expect(page.locator(f'[name="theme_{theme}"]:checked')).to_have_count(0)
    page.keyboard.press("2")
    page.keyboard.press("x")
    expect(page.locator("[data-keys-said]")).to_contain_text("Not this")
    expect(page.locator("#theme_contact-speed input").first).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator("[data-keys-said]")).to_contain_text("Some of both")
    page.keyboard.press("y")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="You have looked at everything")).to_be_visible()
    assert decided(app) == {
        "listened-to": "positive",
        "worker-relationship": None,
        "contact-speed": "mixed",
        "school-learning": "neutral",
    }


def test_a_theme_without_an_answer_is_named_and_reached_from_the_error(
    visitor: Visitor, enter: Enter, app: Flask
) -> None:
    page = opened_review(visitor, enter)
    answer(page, "school-learning", "mixed")
    page.get_by_role("button", name="Save and show the next").click()
    assert_accessible(page)
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#theme_contact-speed")).to_be_focused()
    page.keyboard.press("b")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="You have looked at everything")).to_be_visible()
    assert decided(app)["school-learning"] == "mixed"


def test_while_a_theme_has_focus_only_its_words_are_marked(
    visitor: Visitor, enter: Enter, app: Flask
) -> None:
    page = opened_review(visitor, enter)
    mine, other = page.locator('mark[data-shows~="3"]'), page.locator('mark[data-shows="4"]')
    none = "rgba(0, 0, 0, 0)"
    expect(other).not_to_have_css("background-color", none)
    page.keyboard.press("3")
    expect(other).to_have_css("background-color", none)
    expect(mine).not_to_have_css("background-color", none)


def test_who_leaves_with_answers_that_are_not_saved_is_asked(
    visitor: Visitor, enter: Enter, app: Flask
) -> None:
    page = opened_review(visitor, enter)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    answer(page, "school-learning", "mixed")
    page.get_by_role("link", name="What each theme means").click()
    expect(page.get_by_role("heading", name="What is this about?")).to_be_visible()
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Save and show the next").click()
    expect(page.get_by_role("alert")).to_contain_text("Say how they find")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("heading", name="What is this about?")).to_be_visible()
    assert asked == ["beforeunload"] * 2
    answer(page, "contact-speed", "negative")
    page.get_by_role("button", name="Save and show the next").click()
    expect(page.get_by_role("heading", name="You have looked at everything")).to_be_visible()
    assert asked == ["beforeunload"] * 2


def test_keys_do_nothing_while_somebody_types_chooses_or_uses_the_browsers_own(
    visitor: Visitor, enter: Enter, app: Flask
) -> None:
    page = opened_review(visitor, enter)
    before = checked(page, "listened-to")
    page.get_by_label("Theme", exact=True).first.focus()
    page.keyboard.press("x")
    page.keyboard.press("s")
    page.locator("body").click(position={"x": 2, "y": 2})
    page.keyboard.press("Control+b")
    expect(page.get_by_role("heading", name="What is this about?")).to_be_visible()
    assert checked(page, "listened-to") == before
    assert decided(app) == {}


def test_switched_off_keys_stay_off(visitor: Visitor, enter: Enter, app: Flask) -> None:
    passage = read_passage()
    enter(visitor, Role.quality_lead)
    page = visitor.visit(f"/themes/review/{passage.id}")
    page.get_by_text("Keyboard shortcuts").click()
    with page.expect_response("**/review/keys"):
        page.get_by_label("Use these keys").uncheck()
    page.locator("body").click(position={"x": 2, "y": 2})
    before = checked(page, "listened-to")
    page.keyboard.press("x")
    assert checked(page, "listened-to") == before
    page = visitor.visit(f"/themes/review/{passage.id}")
    page.get_by_text("Keyboard shortcuts").click()
    expect(page.get_by_label("Use these keys")).not_to_be_checked()


def test_two_people_side_by_side_get_different_passages_without_scripts(
    new_visitor: NewVisitor, enter: Enter, app: Flask
) -> None:
    read_passage()
    read_passage("School is ok I suppose.", "School is ok I suppose.")
    opened = set()
    for _ in range(2):
        visitor = new_visitor(scripts=False)
        enter(visitor, Role.quality_lead)
        page = visitor.visit("/themes/review")
        page.get_by_role("button", name="Show me the next one").click()
        expect(page.get_by_role("heading", name="What is this about?")).to_be_visible()
        assert not page.get_by_text("Keyboard shortcuts").is_visible()
        opened.add(page.url)
    assert len(opened) == 2


def repeats() -> tuple[Passage, Passage]:
    first, same = read_passage(), read_passage()
    for passage in (first, same):
        passage.team_id = None
    db.session.commit()
    return first, same


def test_exact_repeats_are_decided_without_scripts(scriptless: Visitor, enter: Enter, app: Flask) -> None:
    first, same = repeats()
    enter(scriptless, Role.quality_lead)
    page = scriptless.visit(f"/themes/review/{first.id}")
    answer(page, "contact-speed", "negative")
    answer(page, "school-learning", "not-here")
    expect(page.get_by_label("Decide for all of them")).to_be_checked()
    page.get_by_role("button", name="Save and show the next").click()
    expect(page.get_by_text("1 more with the same words")).to_be_visible()
    db.session.rollback()
    assert db.session.scalars(select(Tag.theme).where(Tag.passage_id == same.id)).all()


def test_a_key_chooses_whether_exact_repeats_are_decided_too(
    visitor: Visitor, enter: Enter, app: Flask
) -> None:
    first, same = repeats()
    enter(visitor, Role.quality_lead)
    page = visitor.visit(f"/themes/review/{first.id}")
    for key in "xxr":
        page.keyboard.press(key)
    expect(page.locator("[data-keys-said]")).to_contain_text("Decide for this one only")
    expect(page.get_by_label("Decide for all of them")).not_to_be_checked()
    page.keyboard.press("s")
    expect(page.get_by_text("The others with the same words still wait")).to_be_visible()
    db.session.rollback()
    assert not db.session.scalars(select(Tag.theme).where(Tag.passage_id == same.id)).all()


def test_a_translation_is_added_without_scripts(scriptless: Visitor, enter: Enter, app: Flask) -> None:
    in_arabic()
    enter(scriptless, Role.quality_lead)
    page = scriptless.visit("/themes/review")
    page.get_by_role("link", name="Words in other languages").click()
    page.get_by_role("link", name="Arabic").click()
    page.get_by_role("link", name="Translate").click()
    page.get_by_label("In English").last.fill("Nobody listens to me here.")
    page.get_by_role("button", name="Save the translation").click()
    expect(page.get_by_text("Saved. It is read within a minute")).to_be_visible()
