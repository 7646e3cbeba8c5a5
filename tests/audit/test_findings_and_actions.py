"""What a review found: who reads it, when, and what is done about it."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit import reviewing
from audit.models import Action, Review
from audit.vocabulary import Activity
from core.days import now, today
from core.people.models import Membership, Role, Team, User
from core.trail import TrailEntry
from tests.audit.factories import ActionFactory, CaseFileFactory, ReviewFactory, whole_draft
from tests.conftest import SignIn
from tests.core.factories import TeamFactory, UserFactory

REASON = "Made-up reason for plan-grade."


@pytest.fixture
def team(app: Flask) -> Team:
    made: Team = TeamFactory(name="North")
    return made


@pytest.fixture
def sent(team: Team) -> Review:
    """A case audit that was sent in, with one inadequate grade."""
    made: Review = ReviewFactory(case=CaseFileFactory(team=team))
    plan = {"grade": "inadequate", "reason": REASON}
    made.answers = whole_draft(Activity.case_audit, **{"plan-grade": plan})
    assert not reviewing.submit(review_id=made.id, by=made.auditor_id, at=now()).left
    return made


def plan(**other: object) -> dict[str, object]:
    day = today() + timedelta(days=7)
    return {
        "what": "Agree a plan with the family",
        "milestone": "They can say what has to happen",
        "standard": "plan-and-progress",
        "lead": "nobody",
        "due_on": [day.day, day.month, day.year],
    } | other


def test_a_team_reads_a_review_only_once_it_is_signed_off(
    app: Flask, sent: Review, team: Team, sign_in: SignIn, client: FlaskClient
) -> None:
    manager, lead = app.test_client(), client
    sign_in(manager, Role.team_manager, team=team)
    sign_in(lead, Role.quality_lead)
    address = f"/audit/findings/{sent.id}"
    assert manager.get(address).status_code == 404
    assert lead.post(f"{address}/sign-off").status_code == 302
    assert manager.get(address).status_code == 200
    assert "Inadequate" in manager.get(address).text
    assert address in manager.get("/audit/findings/").text


def test_another_team_never_reads_it(app: Flask, sent: Review, sign_in: SignIn) -> None:
    reviewing.sign_off(review_id=sent.id, by=UserFactory().id, at=now())
    other = app.test_client()
    sign_in(other, Role.team_manager, team=TeamFactory())
    assert other.get(f"/audit/findings/{sent.id}").status_code == 404
    assert other.post(f"/audit/findings/{sent.id}/words").status_code == 404
    assert str(sent.id) not in other.get("/audit/findings/").text


def test_the_words_are_shown_on_asking_and_their_reading_is_on_the_trail(
    client: FlaskClient, sent: Review, sign_in: SignIn, session: Session
) -> None:
    reader = sign_in(client, Role.quality_lead)
    address = f"/audit/findings/{sent.id}"
    assert REASON not in client.get(address).text
    assert REASON in client.post(f"{address}/words").text
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "read original words")).one()
    assert (entry.actor_id, entry.subject_id) == (reader.id, sent.id)


def test_a_review_is_signed_off_once(
    client: FlaskClient, sent: Review, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.quality_lead)
    client.post(f"/audit/findings/{sent.id}/sign-off")
    again = client.post(f"/audit/findings/{sent.id}/sign-off", follow_redirects=True)
    assert "signed off already" in again.text
    entries = session.scalars(select(TrailEntry).where(TrailEntry.action == "signed review off")).all()
    assert len(entries) == 1


def test_an_auditor_cannot_sign_their_own_review_off(app: Flask, sent: Review, sign_in: SignIn) -> None:
    auditor = app.test_client()
    sign_in(auditor, Role.auditor, person=sent.auditor)
    address = f"/audit/findings/{sent.id}"
    assert auditor.post(f"{address}/sign-off").status_code == 403
    sign_in(auditor, Role.quality_lead, person=sent.auditor)
    page = auditor.get(address).text
    assert "Sign off" not in page and "another quality lead signs it off" in page
    refused = auditor.post(f"{address}/sign-off", follow_redirects=True)
    assert "You wrote this review" in refused.text and sent.state == "submitted"


def test_the_teams_manager_leads_the_immediate_action_and_sees_it_at_once(
    app: Flask, team: Team, sign_in: SignIn
) -> None:
    manager = app.test_client()
    person = sign_in(manager, Role.team_manager, team=team)
    review = ReviewFactory(case=CaseFileFactory(team=team))
    grade = {"grade": "inadequate", "reason": "x"}
    review.answers = whole_draft(Activity.case_audit, **{"overall-grade": grade})
    reviewing.submit(review_id=review.id, by=review.auditor_id, at=now())
    assert "1 immediate action" in manager.get("/home").text
    page = manager.get("/audit/actions?show=mine").text
    assert "Graded inadequate" in page and person.name in page


def test_an_action_is_raised_from_a_review_and_closed_only_with_evidence(
    client: FlaskClient, sent: Review, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.quality_lead)
    made = client.post(f"/audit/findings/{sent.id}/actions/new", data=plan())
    assert made.location == f"/audit/findings/{sent.id}"
    action = session.scalars(select(Action).where(~Action.immediate)).one()
    address = f"/audit/actions/{action.id}"
    refused = client.post(address, data={"status": "done", "evidence": " "})
    assert refused.status_code == 422 and "Say what came of it" in refused.text
    client.post(address, data={"status": "done", "evidence": "The family wrote the plan."})
    session.refresh(action)
    assert action.is_closed and action.closed_on == today()
    assert action.evidence == "The family wrote the plan."


@pytest.mark.parametrize("wrong", [{"what": ""}, {"due_on": []}, {"lead": "x"}, {"standard": "none-such"}])
def test_an_action_with_a_gap_comes_back_with_what_is_wrong(
    client: FlaskClient, sent: Review, sign_in: SignIn, wrong: dict[str, object]
) -> None:
    sign_in(client, Role.quality_lead)
    answer = client.post(f"/audit/findings/{sent.id}/actions/new", data=plan(**wrong))
    assert answer.status_code == 422 and "govuk-error-summary" in answer.text


def test_an_action_is_not_given_a_day_that_is_over_but_may_keep_the_one_it_has(
    client: FlaskClient, sent: Review, team: Team, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.quality_lead)
    past = today() - timedelta(days=4)
    over = plan(due_on=[past.day, past.month, past.year])
    refused = client.post(f"/audit/findings/{sent.id}/actions/new", data=over)
    assert refused.status_code == 422 and "That day is over." in refused.text
    action = ActionFactory(team=team, due_on=past)
    kept = client.post(f"/audit/actions/{action.id}/change", data=over | {"standard": ""})
    assert kept.status_code == 302 and action.due_on == past


def test_an_action_past_its_date_is_overdue_until_it_is_closed(
    client: FlaskClient, team: Team, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    ActionFactory(team=team, what="Long waited for", due_on=today() - timedelta(days=1))
    ActionFactory(team=team, what="Still time", due_on=today())
    page = client.get("/audit/actions?show=overdue").text
    assert "Long waited for" in page and "Still time" not in page and "1 overdue." in page
    assert client.get("/audit/actions?show=nothing-such").status_code == 404


def test_a_practitioner_sees_the_teams_actions_and_changes_only_their_own(
    app: Flask, team: Team, sign_in: SignIn, session: Session
) -> None:
    worker = app.test_client()
    person = sign_in(worker, Role.practitioner, team=team)
    own = ActionFactory(team=team, lead_id=person.id)
    others = ActionFactory(team=team, lead_id=UserFactory().id)
    report = {"status": "under-way", "evidence": ""}
    assert worker.post(f"/audit/actions/{own.id}", data=report).status_code == 302
    assert worker.get(f"/audit/actions/{others.id}").status_code == 200
    assert worker.post(f"/audit/actions/{others.id}", data=report).status_code == 404
    assert worker.get(f"/audit/actions/{ActionFactory().id}").status_code == 404


def test_an_overdue_action_waits_only_for_those_who_can_say_how_far_it_is(
    app: Flask, team: Team, sign_in: SignIn
) -> None:
    worker, manager = app.test_client(), app.test_client()
    sign_in(worker, Role.practitioner, team=team)
    sign_in(manager, Role.team_manager, team=team)
    ActionFactory(team=team, due_on=today() - timedelta(days=3))
    assert "overdue action" not in worker.get("/home").text
    assert "1 overdue action" in manager.get("/home").text


def test_a_manager_hands_an_action_to_somebody_else(
    app: Flask, team: Team, sign_in: SignIn, session: Session
) -> None:
    manager = app.test_client()
    sign_in(manager, Role.team_manager, team=team)
    worker = UserFactory()
    worker.memberships.append(Membership(role=Role.practitioner.value, team_id=team.id))
    action = ActionFactory(team=team)
    answer = manager.post(f"/audit/actions/{action.id}/change", data=plan(standard="", lead=str(worker.id)))
    assert answer.status_code == 302, answer.text
    session.refresh(action)
    assert action.lead_id == worker.id


def test_a_new_date_keeps_a_lead_who_has_left(
    client: FlaskClient, team: Team, sign_in: SignIn, session: Session
) -> None:
    sign_in(client, Role.quality_lead)
    gone = UserFactory(name="Asha Invented", active=False)
    action = ActionFactory(team=team, lead_id=gone.id)
    address = f"/audit/actions/{action.id}/change"
    page = client.get(address).text
    assert f'<option value="{gone.id}" selected>Asha Invented (has left)</option>' in page
    client.post(address, data=plan(standard="", lead=str(gone.id)))
    session.refresh(action)
    assert action.lead == gone


def test_what_an_action_says_is_sealed(session: Session, team: Team) -> None:
    action = ActionFactory(team=team, what="Very private plan")
    assert b"private" not in action.what_sealed


def test_nobody_from_outside_sees_actions_or_findings(app: Flask, sign_in: SignIn, sent: Review) -> None:
    for role in (Role.duty_lead, Role.administrator):
        person = app.test_client()
        sign_in(person, role)
        assert person.get("/audit/actions").status_code == 403
        assert person.get(f"/audit/findings/{sent.id}").status_code == 403


def test_an_auditor_who_leads_nothing_sees_nobody_elses_findings(
    app: Flask, sent: Review, sign_in: SignIn
) -> None:
    auditor = app.test_client()
    _: User = sign_in(auditor, Role.auditor)
    assert auditor.get(f"/audit/findings/{sent.id}").status_code == 404


def test_what_is_to_be_signed_off_comes_first_and_the_rest_is_on_further_pages(
    client: FlaskClient, sent: Review, team: Team, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audit.views.findings.A_PAGE", 2)
    sign_in(client, Role.quality_lead)
    newer = [
        ReviewFactory(
            case=CaseFileFactory(team=team), state="signed-off",
            submitted_at=now() + timedelta(days=day), signed_off_at=now(),
        )
        for day in range(3)
    ]  # fmt: skip
    first, last = client.get("/audit/findings/").text, client.get("/audit/findings/?page=2").text
    assert first.index(str(sent.id)) < first.index(str(newer[2].id))
    assert "4 reviews" in first and "Page 1 of 2" in first and 'href="/audit/findings/?page=2"' in first
    assert str(newer[1].id) in last and str(newer[0].id) in last
    assert str(newer[0].id) in client.get(f"/audit/findings/?page={10**30}").text


def test_the_home_page_says_what_waits_for_a_quality_lead(
    client: FlaskClient, sent: Review, team: Team, sign_in: SignIn
) -> None:
    sign_in(client, Role.quality_lead)
    ActionFactory(team=team, due_on=today() - timedelta(days=2))
    home = client.get("/home").text
    assert "1 review to sign off" in home and "1 overdue action" in home
