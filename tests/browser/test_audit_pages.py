"""The audit room in a real browser: seen wide and narrow, saved without a click, and without scripts."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from audit import reviewing
from audit.activity_templates import SHIPPED
from audit.models import CaseFile, PracticeWeek, Review
from audit.vocabulary import Activity
from core.days import now, today
from core.db import db
from core.people.models import Role, User
from tests.audit.factories import (
    ActionFactory,
    CaseFileFactory,
    PracticeWeekFactory,
    ReviewFactory,
    whole_draft,
)
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.site import DESKTOP, WIDTHS, Visitor, assert_accessible, picture
from tests.core.factories import TeamFactory, UserFactory

LONG = "Neighbourhoodsafeguardingandfamilysupportpartnership " * 3


@dataclass
class House:
    """A week under way: one review begun, one sent in with an inadequate grade, one late."""

    week: PracticeWeek
    auditor: User
    begun: Review
    sent: Review
    cases: list[CaseFile]


@pytest.fixture
def house(app: Flask) -> House:
    teams = [TeamFactory(name="Children in Care North"), TeamFactory(name=LONG.split()[0])]
    auditor = UserFactory(name="Avery Notreal", roles=[Role.auditor, Role.quality_lead])
    other = UserFactory(name="Asha Invented", roles=[Role.auditor])
    week = PracticeWeekFactory(
        title="Practice week, spring", slug="spring", teams=teams, auditors=[auditor, other],
        activities=[activity.value for activity in Activity],
    )  # fmt: skip
    cases = [CaseFileFactory(week=week, team=teams[n % 2], number=n + 1) for n in range(4)]
    CaseFileFactory(week=week, team=teams[0], number=9, selection="reserve", place=1)
    begun = ReviewFactory(case=cases[0], auditor=auditor)
    begun.answers = {"voice-evidence": "Likes drawing.", "voice-grade": {"grade": "good", "reason": ""}}
    begun.state, begun.saved_at, begun.version = "started", now(), 3
    ReviewFactory(case=cases[0], auditor=auditor, doing=Activity.observation)
    ReviewFactory(case=cases[1], auditor=auditor, due_on=today() - timedelta(days=2))
    ReviewFactory(case=cases[3], auditor=other)
    sent = ReviewFactory(case=cases[2], auditor=auditor)
    sent.answers = whole_draft(
        Activity.case_audit, **{"plan-grade": {"grade": "inadequate", "reason": "Nothing moved. " + LONG}}
    )
    reviewing.submit(review_id=sent.id, by=sent.auditor_id, at=now())
    ActionFactory(team=teams[0], what=LONG, due_on=today() - timedelta(days=3), lead_id=auditor.id)
    db.session.commit()
    return House(week, auditor, begun, sent, cases)


def pages_of(house: House) -> dict[str, str]:
    begun, sent = f"/audit/reviews/{house.begun.id}", f"/audit/findings/{house.sent.id}"
    return {
        "home": "/audit/mine",
        "overview": begun,
        "write": f"{begun}/write/voice",
        "write-first": f"{begun}/write/safe-today",
        "send": f"{begun}/send",
        "weeks": "/audit/weeks/",
        "plan": "/audit/weeks/new",
        "week": "/audit/weeks/spring",
        "cases": "/audit/weeks/spring/cases",
        "upload": "/audit/weeks/spring/cases/upload",
        "sample": "/audit/weeks/spring/sample",
        "give": f"/audit/cases/{house.cases[3].id}/give",
        "findings": "/audit/findings/",
        "finding": sent,
        "actions": "/audit/actions",
        "new-action": f"{sent}/actions/new",
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_room_can_be_used_by_everyone(
    new_visitor: NewVisitor, enter: Enter, house: House, width: int
) -> None:
    visitor = new_visitor(width=width)
    enter(visitor, person=house.auditor)
    for name, path in pages_of(house).items():
        page = visitor.visit(path)
        picture(page, f"audit-{name}-{width}")
        assert_accessible(page)
    page.goto(visitor.address + "/audit/actions")
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    picture(page, f"audit-action-{width}")
    assert_accessible(page)
    page.goto(f"{visitor.address}/audit/findings/{house.sent.id}")
    with page.expect_navigation():
        page.get_by_role("button", name="Read the whole review").click()
    picture(page, f"audit-words-{width}")
    assert_accessible(page)
    assert visitor.said == []


@pytest.mark.parametrize("width", WIDTHS)
def test_empty_pages_say_what_will_be_here(new_visitor: NewVisitor, enter: Enter, width: int) -> None:
    visitor = new_visitor(width=width)
    person = enter(visitor, Role.auditor)
    enter(visitor, Role.quality_lead, person=person)
    for path in ("/audit/mine", "/audit/weeks/", "/audit/findings/", "/audit/actions"):
        page = visitor.visit(path)
        assert_accessible(page)
        picture(page, f"audit-empty{path.replace('/', '-')}-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_that_hold_less_for_some_people_can_be_used_by_them(
    new_visitor: NewVisitor, enter: Enter, house: House, width: int
) -> None:
    talk = ReviewFactory(case=house.cases[3], auditor=house.auditor, doing=Activity.child_conversation)
    talk.answers = whole_draft(Activity.child_conversation, worries="My nan is ill.", **{"may-share": "no"})
    manager, lead = new_visitor(width=width), new_visitor(width=width)
    team = house.cases[3].team
    enter(manager, Role.team_manager, team=team)
    enter(lead, Role.quality_lead, team=team)
    auditor = new_visitor(width=width)
    enter(auditor, person=house.auditor)
    page = auditor.visit(f"/audit/reviews/{talk.id}/write/their-words")
    picture(page, f"audit-their-words-{width}")
    assert_accessible(page)
    reviewing.submit(review_id=talk.id, by=talk.auditor_id, at=now())
    picture(auditor.visit(f"/audit/findings/{talk.id}"), f"audit-own-finding-{width}")
    assert_accessible(auditor.page)
    for path in ("/audit/weeks/spring", "/audit/weeks/spring/cases"):
        picture(lead.visit(path), f"audit-part{path.replace('/', '-')}-{width}")
        assert_accessible(lead.page)
    reviewing.sign_off(review_id=talk.id, by=UserFactory().id, at=now())
    page = manager.visit(f"/audit/findings/{talk.id}")
    with page.expect_navigation():
        page.get_by_role("button", name="Read the rest of the review").click()
    expect(page.locator("main")).to_contain_text("is not shown to you")
    expect(page.locator("main")).not_to_contain_text("My nan is ill.")
    picture(page, f"audit-kept-back-{width}")
    assert_accessible(page)
    picture(auditor.visit("/home"), f"audit-waiting-{width}")
    expect(auditor.page.locator("main")).to_contain_text("1 immediate action")
    assert_accessible(auditor.page)


def saved(page: Page) -> None:
    expect(page.locator("[data-saved-words]")).to_contain_text("Saved", timeout=6_000)


def test_what_is_typed_is_saved_without_a_click(visitor: Visitor, enter: Enter, house: House) -> None:
    enter(visitor, person=house.auditor)
    page = visitor.visit(pages_of(house)["write"])
    page.get_by_label("Why this grade? What did you see?").fill("Seen alone three times.")
    saved(page)
    page.reload()
    expect(page.get_by_label("Why this grade? What did you see?")).to_have_value("Seen alone three times.")


def test_without_signal_the_page_says_so_and_saves_when_it_is_back(
    visitor: Visitor, enter: Enter, house: House
) -> None:
    enter(visitor, person=house.auditor)
    page = visitor.visit(pages_of(house)["write"])
    page.context.set_offline(True)
    page.get_by_label("Why this grade? What did you see?").fill("Typed on a train.")
    expect(page.locator("[data-saved-words]")).to_contain_text("no signal")
    page.context.set_offline(False)
    saved(page)
    page.reload()
    expect(page.get_by_label("Why this grade? What did you see?")).to_have_value("Typed on a train.")


def test_two_tabs_show_both_texts_and_keep_what_the_reader_chooses(
    visitor: Visitor, enter: Enter, house: House
) -> None:
    enter(visitor, person=house.auditor)
    first = visitor.visit(pages_of(house)["write"])
    second = first.context.new_page()
    second.goto(first.url)
    label = "What does the file tell you about a day in this child's life? (you can leave this out)"
    first.get_by_label(label).fill("Words of the first tab")
    saved(first)
    second.get_by_label(label).fill("Words of the second tab")
    expect(second.locator(".heard-clash")).to_contain_text("Words of the first tab")
    assert_accessible(second)
    picture(second, "audit-clash-1280")
    second.get_by_role("button", name="Keep what is in the box").click()
    saved(second)
    first.reload()
    expect(first.get_by_label(label)).to_have_value("Words of the second tab")


def test_an_answer_opens_the_next_question_at_once(visitor: Visitor, enter: Enter, house: House) -> None:
    enter(visitor, person=house.auditor)
    page = visitor.visit(pages_of(house)["write-first"])
    told = page.get_by_label("Whom have you told, when, and what will they do?")
    expect(told).to_be_hidden()
    page.get_by_label("I cannot tell from the file").check()
    expect(told).to_be_visible()
    page.get_by_label("Yes", exact=True).check()
    expect(told).to_be_hidden()


GROUPS = {"group", "radiogroup", "textbox", "spinbutton", "combobox"}


def announced(page: Page) -> list[str]:
    """The names that a screen reader says on coming into a group or a box, as Chromium hands them over."""
    browser = page.context.new_cdp_session(page)
    browser.send("Accessibility.enable")
    return [
        node["name"]["value"].strip()
        for node in browser.send("Accessibility.getFullAXTree")["nodes"]
        if not node["ignored"] and node["role"]["value"] in GROUPS and node.get("name", {}).get("value")
    ]


@pytest.mark.parametrize("activity", list(Activity))
def test_each_question_is_announced_once(
    visitor: Visitor, enter: Enter, house: House, activity: Activity
) -> None:
    enter(visitor, person=house.auditor)
    case = CaseFileFactory(week=house.week, team=house.week.teams[0], number=40)
    review = ReviewFactory(case=case, auditor=house.auditor, doing=activity)
    review.answers = {"talked": "talked"} if "talked" in SHIPPED[activity].by_key else {}
    for section in SHIPPED[activity].sections:
        page = visitor.visit(f"/audit/reviews/{review.id}/write/{section.key}")
        said = announced(page)
        for question in section.questions:
            if page.locator(f"[data-question={question.key}]").is_visible():
                times = [name for name in said if name.startswith(str(question.ask))]
                assert len(times) == 1, (question.key, said)


def test_what_a_hidden_question_holds_is_not_sent_and_comes_back_with_it(
    visitor: Visitor, enter: Enter, house: House
) -> None:
    enter(visitor, person=house.auditor)
    page = visitor.visit(pages_of(house)["write-first"])
    sent = "() => [...new FormData(document.querySelector('form[data-autosave]')).keys()]"
    assert "answer-safe-told" not in page.evaluate(sent)
    page.get_by_label("I cannot tell from the file").check()
    expect(page.get_by_label("Whom have you told, when, and what will they do?")).to_be_visible()
    assert {"answer-safe-told", "seen-safe-told"} <= set(page.evaluate(sent))


def test_actions_are_sorted_by_the_day_and_not_by_its_name(
    visitor: Visitor, enter: Enter, house: House
) -> None:
    team = house.week.teams[0]
    for month, day in ((5, 3), (4, 20), (6, 1)):
        ActionFactory(team=team, what="Sorted", due_on=date(today().year + 1, month, day))
    enter(visitor, person=house.auditor)
    page = visitor.visit("/audit/actions")
    page.get_by_role("button", name="Due on").click()
    days = page.locator("tr", has_text="Sorted").locator("td[data-label='Due on']").all_inner_texts()
    assert [day.rsplit(" ", 1)[0] for day in days] == ["20 April", "3 May", "1 June"]


def test_a_review_is_written_and_sent_without_scripts(
    new_visitor: NewVisitor, enter: Enter, house: House, session: Session
) -> None:
    scriptless = new_visitor(scripts=False, width=DESKTOP)
    enter(scriptless, person=house.auditor)
    review = ReviewFactory(case=house.cases[3], auditor=house.auditor, doing=Activity.child_conversation)
    page = scriptless.visit(f"/audit/reviews/{review.id}")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("The child chose not to").check()
    page.get_by_role("button", name="Save and read it through").click()
    page.get_by_role("button", name="Send this review in").click()
    expect(page.locator("main")).to_contain_text("Your review is sent in. Thank you.")


def test_words_about_a_case_that_went_elsewhere_come_back_without_scripts(
    new_visitor: NewVisitor, enter: Enter, house: House, session: Session
) -> None:
    scriptless = new_visitor(scripts=False, width=320)
    enter(scriptless, person=house.auditor)
    page = scriptless.visit(f"/audit/reviews/{house.begun.id}/write/impact")
    page.locator("textarea").first.fill(LONG)
    house.begun.auditor = UserFactory(name="Next Notreal", roles=[Role.auditor])
    session.commit()
    page.get_by_role("button", name="Save and continue later").click()
    expect(page.get_by_role("alert")).to_contain_text("not with you any more")
    expect(page.locator("main")).to_contain_text(LONG.strip(), use_inner_text=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    picture(page, "audit-given-320")


def test_what_is_left_leads_to_the_very_question(visitor: Visitor, enter: Enter, house: House) -> None:
    enter(visitor, person=house.auditor)
    page = visitor.visit(pages_of(house)["send"])
    page.get_by_role("link", name="How clear, timely, kind and complete is the record?", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recording")
    expect(page.locator("#answer-recording-grade")).to_be_in_viewport()
