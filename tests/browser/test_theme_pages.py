"""The theme review and the codebook in a real browser: wide and narrow, by keyboard, and without scripts."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.db import db
from core.passages import Passage
from core.people.models import Role
from nlp.codebook.versions import keep_codebook
from nlp.findings import Reading, Redaction, ThemeFinding, Valence
from nlp.kept.keeping import keep_readings
from nlp.kept.models import Tag
from nlp.kept.reading import to_keep
from nlp.kept.rollup import disagreements
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.keyboard import Keyboard
from tests.browser.site import WIDTHS, Visitor, assert_accessible, picture
from tests.nlp.factories import make_passage, make_team

LONG = "Neighbourhoodsafeguardingandfamilysupportpartnership"
WORDS = (
    "My social worker Kim listens to me and is kind but nobody ever rings my mum back. "
    "School is ok I suppose. I want to see my brother more."
)
REDACTED = WORDS.replace("Kim", "[name]")
FOUND = (
    ("worker-relationship", Valence.positive, 0.72, "is kind"),
    ("listened-to", Valence.positive, 0.9, "listens to me and is kind"),
    ("contact-speed", Valence.negative, 0.6, "nobody ever rings"),
    ("school-learning", Valence.neutral, 0.4, "School is ok"),
)


def read_passage(words: str = WORDS, redacted: str = REDACTED, *, language: str = "en") -> Passage:
    passage = make_passage(words=words, asked="What is it like here?", team_id=make_team(name=LONG).id)
    themes = tuple(
        ThemeFinding(
            slug, valence, score, words.index(shown), words.index(shown) + len(shown), f"lexicon:{slug}"
        )
        for slug, valence, score, shown in FOUND
        if shown in words
    )
    at = words.find("Kim")
    names = (Redaction(at, at + 3, "NAME"),) if at >= 0 else ()
    kept = to_keep(words, Reading(themes, (), names, redacted, language))
    keep_readings([(passage, kept)], codebook=keep_codebook())
    db.session.commit()
    return passage


def answer(page: Page, theme: str, value: str) -> None:
    page.locator(f'[name="theme_{theme}"][value="{value}"]').check()


def decided(app: Flask) -> dict[str, str | None]:
    db.session.rollback()
    return {tag.theme: tag.valence for tag in db.session.scalars(select(Tag))}


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_about_themes_can_be_used_by_everyone(
    new_visitor: NewVisitor, enter: Enter, app: Flask, width: int
) -> None:
    visitor = new_visitor(width=width)
    enter(visitor, Role.quality_lead)
    page = visitor.visit("/themes/review")
    assert_accessible(page)
    picture(page, f"themes-empty-before-{width}")
    assert_accessible(visitor.visit("/themes/"))
    passage = read_passage()
    arabic = read_passage("هي تستمع إليّ دائما", "هي تستمع إليّ دائما", language="ar")
    long = read_passage(LONG * 8, LONG * 8)
    for name, path in {
        "start": "/themes/review",
        "review": f"/themes/review/{passage.id}",
        "other-language": f"/themes/review/{arabic.id}",
        "long": f"/themes/review/{long.id}",
        "codebook": "/themes/",
        "home": "/home",
    }.items():
        page = visitor.visit(path)
        picture(page, f"themes-{name}-{width}")
        assert_accessible(page)
    page = visitor.visit(f"/themes/review/{passage.id}")
    page.get_by_label("Theme", exact=True).first.select_option("family-contact")
    page.get_by_role("button", name="Save and show the next").click()
    picture(page, f"themes-mistake-{width}")
    assert_accessible(page)
    page.get_by_role("button", name="Show the original words").click()
    picture(page, f"themes-words-{width}")
    assert_accessible(page)
    assert visitor.said == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_second_of_two_people_sees_both_answers(
    new_visitor: NewVisitor, enter: Enter, app: Flask, width: int
) -> None:
    passage = read_passage()
    first, second = new_visitor(), new_visitor(width=width)
    for visitor in (first, second):
        enter(visitor, Role.quality_lead)
        visitor.visit(f"/themes/review/{passage.id}")
        answer(visitor.page, "contact-speed", "not-here")
        answer(visitor.page, "school-learning", "not-here")
    first.page.get_by_role("button", name="Save and show the next").click()
    second.page.get_by_role("button", name="Save and show the next").click()
    expect(second.page.get_by_role("alert")).to_contain_text("Somebody saved this one")
    picture(second.page, f"themes-collision-{width}")
    assert_accessible(second.page)


def test_a_passage_is_decided_with_the_keyboard_alone(visitor: Visitor, enter: Enter, app: Flask) -> None:
    read_passage()
    enter(visitor, Role.quality_lead)
    keyboard = Keyboard(visitor.visit("/themes/review"))
    keyboard.press("Show me the next one")
    keyboard.go_to("theme_listened-to")
    visitor.page.keyboard.press("ArrowRight")
    for theme in ("contact-speed", "school-learning"):
        keyboard.go_to(f"theme_{theme}")
        visitor.page.keyboard.press("Space")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("heading", name="You have looked at everything")).to_be_visible()
    assert decided(app)["listened-to"] == "negative"


def test_a_passage_is_decided_without_scripts(scriptless: Visitor, enter: Enter, app: Flask) -> None:
    read_passage()
    enter(scriptless, Role.quality_lead)
    page = scriptless.visit("/themes/review")
    page.get_by_role("button", name="Show me the next one").click()
    page.get_by_role("button", name="Save and show the next").click()
    expect(page.get_by_role("alert")).to_contain_text("Say how they find")
    answer(page, "contact-speed", "negative")
    answer(page, "school-learning", "not-here")
    page.get_by_label("Theme", exact=True).first.select_option("family-contact")
    page.get_by_label("How do they find it?").first.select_option("negative")
    page.get_by_role("button", name="Save and show the next").click()
    expect(page.get_by_role("heading", name="You have looked at everything")).to_be_visible()
    assert decided(app) == {
        "worker-relationship": "positive",
        "listened-to": "positive",
        "contact-speed": "negative",
        "school-learning": None,
        "family-contact": "negative",
    }
    assert disagreements() == 0
