"""A practice week is changed while its work is under way: nothing that hangs on it is lost."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from audit.models import PracticeWeek, Review
from core.days import now
from core.people.models import Membership, Role, User
from tests.audit.factories import CaseFileFactory, PracticeWeekFactory, ReviewFactory
from tests.conftest import SignIn
from tests.core.factories import TeamFactory, UserFactory


@pytest.fixture
def lead(client: FlaskClient, sign_in: SignIn) -> User:
    return sign_in(client, Role.quality_lead)


@pytest.fixture
def week(app: Flask) -> PracticeWeek:
    auditors = [UserFactory(roles=[Role.auditor]) for _ in range(2)]
    made: PracticeWeek = PracticeWeekFactory(
        slug="spring", teams=[TeamFactory(), TeamFactory()], auditors=auditors
    )
    return made


def change(week: PracticeWeek, **other: object) -> dict[str, object]:
    """The form of a week as it stands, with something changed."""
    return {
        "title": week.title,
        "focus": week.focus,
        "starts_on": parts(week.starts_on),
        "ends_on": parts(week.ends_on),
        "reviews_due_on": parts(week.reviews_due_on),
        "urgent_days": "1",
        "activities": list(week.activities),
        "teams": [str(team.id) for team in week.teams],
        "auditors": [str(person.id) for person in week.auditors],
    } | other


def parts(day: date) -> list[int]:
    return [day.day, day.month, day.year]


def refused(answer: TestResponse, part: str) -> str:
    """What a form says is wrong with one of its parts."""
    assert answer.status_code == 422
    return answer.text.partition(f'id="{part}-error"')[2].partition("</p>")[0]


def test_a_team_whose_cases_are_in_the_week_cannot_be_taken_out(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    kept, gone = week.teams
    CaseFileFactory(week=week, team=gone, selection="listed")
    answer = client.post("/audit/weeks/spring/change", data=change(week, teams=[str(kept.id)]))
    assert "has cases in this week" in refused(answer, "teams")
    assert gone in week.teams


def test_an_auditor_with_reviews_or_an_activity_under_way_is_named_where_it_was_taken_out(
    client: FlaskClient, lead: User, week: PracticeWeek
) -> None:
    ReviewFactory(case=CaseFileFactory(week=week, team=week.teams[0]), auditor=week.auditors[0])
    address = "/audit/weeks/spring/change"
    without = client.post(address, data=change(week, auditors=[str(week.auditors[1].id)]))
    assert "has reviews in this week" in refused(without, "auditors")
    other = client.post(address, data=change(week, activities=["observation"]))
    assert "has reviews in this week" in refused(other, "activities")


@pytest.mark.parametrize("left", ["disabled", "another role"])
def test_a_week_can_be_changed_after_an_auditor_with_reviews_has_left(
    client: FlaskClient, lead: User, week: PracticeWeek, left: str
) -> None:
    gone = week.auditors[0]
    ReviewFactory(case=CaseFileFactory(week=week, team=week.teams[0]), auditor=gone)
    if left == "disabled":
        gone.active = False
    else:
        gone.memberships[0].role = Role.team_manager.value
    page = client.get("/audit/weeks/spring/change").text
    assert f"{gone.name} (not an auditor now)" in page
    answer = client.post("/audit/weeks/spring/change", data=change(week, title="Another name"))
    assert answer.status_code == 302, answer.text
    assert week.title == "Another name" and gone in week.auditors


def test_nobody_who_cannot_open_a_review_is_given_one(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    week.auditors[0].active = False
    week.auditors[1].memberships[0].role = Role.administrator.value
    CaseFileFactory(week=week, team=week.teams[0])
    client.post("/audit/weeks/spring/share-out")
    assert session.scalars(select(Review)).all() == []


def test_a_case_of_a_team_that_is_not_in_the_week_is_not_given_to_its_manager(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    outside = TeamFactory()
    for auditor in week.auditors:
        auditor.memberships.append(Membership(role=Role.team_manager.value, team_id=outside.id))
    CaseFileFactory(week=week, team=outside)
    client.post("/audit/weeks/spring/share-out")
    assert session.scalars(select(Review)).all() == []


def test_a_new_deadline_reaches_the_reviews_that_are_not_sent_in(
    client: FlaskClient, lead: User, week: PracticeWeek, session: Session
) -> None:
    old, new = week.reviews_due_on, week.reviews_due_on + timedelta(days=7)
    waiting, sent = (
        ReviewFactory(
            case=CaseFileFactory(week=week, team=week.teams[0]), auditor=week.auditors[0], due_on=old
        )
        for _ in range(2)
    )
    sent.state, sent.submitted_at = "submitted", now()
    client.post("/audit/weeks/spring/change", data=change(week, reviews_due_on=parts(new)))
    assert (waiting.due_on, sent.due_on) == (new, old)
