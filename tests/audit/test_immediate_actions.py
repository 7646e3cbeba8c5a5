"""An inadequate grade reaches somebody who can act, whoever that is, and stays in sight until it is closed."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit import reviewing
from audit.models import Action
from audit.vocabulary import Activity
from core.days import day_in_words, now, today
from core.people.models import Membership, Role, ServiceArea, Team, User
from tests.audit.factories import ActionFactory, CaseFileFactory, ReviewFactory, whole_draft
from tests.conftest import SignIn
from tests.core.factories import ServiceAreaFactory, TeamFactory, UserFactory


@pytest.fixture
def team(app: Flask) -> Team:
    made: Team = TeamFactory(area=ServiceAreaFactory())
    return made


def manager(
    *, team: Team | None = None, service_area: ServiceArea | None = None, active: bool = True
) -> User:
    person: User = UserFactory(active=active)
    person.memberships.append(
        Membership(
            role=Role.team_manager.value,
            team_id=team.id if team else None,
            service_area_id=service_area.id if service_area else None,
        )
    )
    return person


def graded_inadequate(session: Session, team: Team) -> Action:
    """The action that an inadequate grade of work in this team raises."""
    review = ReviewFactory(case=CaseFileFactory(team=team))
    review.answers = whole_draft(
        Activity.case_audit, **{"plan-grade": {"grade": "inadequate", "reason": "Drift."}}
    )
    session.flush()
    reviewing.submit(review_id=review.id, by=review.auditor_id, at=now())
    return session.scalars(select(Action).where(Action.immediate)).one()


def test_the_manager_of_the_service_area_leads_it_where_the_team_has_none(
    session: Session, team: Team
) -> None:
    manager(team=TeamFactory())
    manager(service_area=ServiceAreaFactory())
    over_it = manager(service_area=team.service_area)
    assert graded_inadequate(session, team).lead == over_it


def test_a_manager_of_the_whole_authority_leads_it_where_nobody_is_nearer(
    session: Session, team: Team
) -> None:
    over_all = manager()
    assert graded_inadequate(session, team).lead == over_all


def test_the_nearest_manager_leads_it(session: Session, team: Team) -> None:
    manager()
    manager(service_area=team.service_area)
    near = manager(team=team)
    assert graded_inadequate(session, team).lead == near


def test_a_manager_who_cannot_sign_in_any_more_leads_nothing(session: Session, team: Team) -> None:
    manager(team=team, active=False)
    there = manager(service_area=team.service_area)
    assert graded_inadequate(session, team).lead == there


@pytest.mark.parametrize("role", [Role.quality_lead, Role.team_manager])
def test_one_that_nobody_leads_stands_on_the_home_page_of_everybody_over_the_team(
    app: Flask, session: Session, team: Team, sign_in: SignIn, role: Role
) -> None:
    graded_inadequate(session, team)
    over_it, elsewhere = app.test_client(), app.test_client()
    sign_in(over_it, role, team=team)
    sign_in(elsewhere, role, team=TeamFactory())
    home = over_it.get("/home").text
    assert "1 immediate action" in home and "Nobody leads it yet." in home
    assert "immediate action" not in elsewhere.get("/home").text
    listed = over_it.get("/audit/actions?show=immediate").text
    assert "Graded inadequate" in listed and "Nobody yet" in listed


def test_a_quality_lead_is_told_of_one_that_is_overdue_whoever_leads_it_until_it_is_closed(
    client: FlaskClient, session: Session, team: Team, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    manager(team=team)
    action = graded_inadequate(session, team)
    action.due_on = today() - timedelta(days=2)
    home = client.get("/home").text
    assert "1 immediate action" in home
    assert f"It was due on {day_in_words(action.due_on)}." in home
    action.status, action.evidence, action.closed_on = "done", "The child is safe.", today()
    assert "immediate action" not in client.get("/home").text


def test_who_leads_it_is_told_even_from_another_team(app: Flask, session: Session, sign_in: SignIn) -> None:
    client = app.test_client()
    person = sign_in(client, Role.practitioner, team=TeamFactory())
    review = ReviewFactory()
    ActionFactory(team=review.team, review_id=review.id, standard="x", immediate=True, lead_id=person.id)
    assert "1 immediate action" in client.get("/home").text
