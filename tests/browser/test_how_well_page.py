"""How well themes are found, in a real browser: wide and narrow, empty and full, by keyboard and without scripts."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from flask import Flask
from playwright.sync_api import expect

from core.db import db
from core.people.models import Role, User
from nlp.codebook.versions import keep_codebook
from nlp.taught import kept, runs
from nlp.taught.figures import figures_of
from nlp.taught.models import DriftMonth, TrainingRun
from nlp.taught.promotion import Compared
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.keyboard import Keyboard
from tests.browser.site import WIDTHS, Visitor, assert_accessible, picture
from tests.nlp.taught.lessons import decide_many

PAGE = "/themes/how-well/"
LONG = "Neighbourhoodsafeguardingandfamilysupportpartnership"


def compared(seed: int) -> Compared:
    themes = [theme["slug"] for theme in keep_codebook().definition]
    chance = np.random.default_rng(seed)
    truth = chance.random((90, len(themes))) < 0.1
    found, better = (truth ^ (chance.random(truth.shape) < share) for share in (0.06, 0.03))
    known = np.ones_like(truth)
    return Compared(themes, np.arange(90) // 2, truth, known, truth | found, found, better)


def two_trainings(by: User) -> None:
    """One model that was put in use, one that was only kept, one that is refused, and a run that failed."""
    shipped = kept.keep_shipped()
    for number, (passed, theme) in enumerate(((True, ""), (False, "listened-to"))):
        ended = datetime.now(UTC) - timedelta(days=20 - 10 * number)
        run = TrainingRun(
            kind="train", state="done", asked_by=by.id, asked_at=ended, ended_at=ended, decided=400, learnt=300,
            held_back=90,
        )  # fmt: skip
        db.session.add(run)
        db.session.flush()
        model = kept.keep_learnt(packed=b"made for a picture", version=f"{number}a{LONG}"[:12], run_id=run.id)
        found = compared(number)
        run.figures = {
            "in_use": figures_of(found, found.in_use, number=shipped.number).to_keep(),
            "new": figures_of(found, found.new, number=model.number).to_keep(),
        }
        run.verdict = [
            {"name": "enough", "passed": True, "found": 90, "needed": 60, "themes": []},
            {"name": "better", "passed": True, "found": 0.8, "needed": 0.7, "themes": []},
            {"name": "sure", "passed": passed, "found": 0.95 if passed else 0.6, "needed": 0.9, "themes": []},
            {"name": "no theme worse", "passed": passed, "found": 0, "needed": 0, "themes": [theme] if theme else []},
        ]  # fmt: skip
        if passed:
            kept.put_in_use(model=model, by=by.id)
        else:
            model.refused = f"model {model.number}: {LONG}"
    for month in range(1, 10):
        db.session.add(
            DriftMonth(
                month=datetime(2026, month, 1, tzinfo=UTC).date(), passages=40, voices=30 if month > 2 else 4,
                themeless=20, themeless_voices=15, looked_at=40, looked_at_voices=30, with_new_words=3,
                with_new_words_voices=3,
            )
        )  # fmt: skip
    db.session.commit()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_can_be_used_by_everyone(
    new_visitor: NewVisitor, enter: Enter, app: Flask, width: int
) -> None:
    visitor = new_visitor(width=width)
    lead = enter(visitor, Role.quality_lead)
    page = visitor.visit(PAGE)
    expect(page.get_by_role("heading", name="Nobody has decided anything yet")).to_be_visible()
    picture(page, f"how-well-empty-{width}")
    assert_accessible(page)
    decide_many(lead, learn=24, held_back=6)
    two_trainings(lead)
    page = visitor.visit(PAGE)
    expect(page.get_by_text("It is better in 60 of 100 draws; 90 are the least.").first).to_be_visible()
    picture(page, f"how-well-{width}")
    assert_accessible(page)
    for table in page.get_by_text("The same figures as a table").all():
        table.click()
    page.get_by_text("themes with fewer than 10 passages").click()
    page.get_by_text("The test, and how we measure").click()
    picture(page, f"how-well-open-{width}")
    assert_accessible(page)
    page.get_by_role("link", name="Being listened to").click()
    expect(page.get_by_role("heading", name="How well we find “Being listened to”")).to_be_visible()
    picture(page, f"how-well-theme-{width}")
    assert_accessible(page)
    page.get_by_role("link", name="How well themes are found").first.click()
    page.get_by_role("link", name="Put in use all the same Model 3").click()
    expect(page.get_by_role("heading", name="Put Model 3 in use?")).to_be_visible()
    picture(page, f"how-well-sure-{width}")
    assert_accessible(page)
    runs.ask(kind="train", by=lead.id)
    db.session.commit()
    page = visitor.visit(PAGE)
    expect(page.locator(".heard-progress__words")).to_contain_text("Waiting for a worker to begin")
    picture(page, f"how-well-going-{width}")
    assert_accessible(page)
    assert visitor.said == []


def test_a_training_is_begun_with_the_keyboard_alone(visitor: Visitor, enter: Enter, app: Flask) -> None:
    lead = enter(visitor, Role.quality_lead)
    decide_many(lead, learn=24, held_back=6)
    Keyboard(visitor.visit(PAGE)).press("Learn from what people decided")
    expect(visitor.page.locator(".heard-progress__words")).to_contain_text("Waiting for a worker to begin")
    db.session.rollback()
    assert runs.going() is not None


def test_a_kept_model_is_put_back_without_scripts(scriptless: Visitor, enter: Enter, app: Flask) -> None:
    lead = enter(scriptless, Role.administrator)
    two_trainings(lead)
    page = scriptless.visit(PAGE)
    page.get_by_role("button", name="Put in use The model that came with Heard").click()
    expect(page.get_by_text("The model that came with Heard is in use now.")).to_be_visible()
    db.session.rollback()
    now = kept.in_use()
    assert now is not None and now.origin == "shipped" and now.put_by == lead.id


def test_one_that_failed_is_put_in_use_without_scripts_after_its_failed_parts_were_named(
    scriptless: Visitor, enter: Enter, app: Flask
) -> None:
    two_trainings(enter(scriptless, Role.quality_lead))
    page = scriptless.visit(PAGE)
    page.get_by_role("link", name="Put in use all the same Model 3").click()
    expect(page.get_by_text("It finds “Being listened to” clearly worse.")).to_be_visible()
    page.get_by_role("button", name="Put it in use all the same").click()
    expect(page.get_by_text("Model 3 is in use now.")).to_be_visible()


def test_the_list_of_themes_is_short_on_a_narrow_screen(
    new_visitor: NewVisitor, enter: Enter, app: Flask
) -> None:
    visitor = new_visitor(width=min(WIDTHS))
    two_trainings(enter(visitor, Role.quality_lead))
    page = visitor.visit(PAGE)
    box = page.get_by_role("region", name="Theme by theme").bounding_box()
    assert box is not None and box["height"] < 3000
    row = page.locator(".heard-table--close tbody tr").first.bounding_box()
    assert row is not None and row["height"] < 150
