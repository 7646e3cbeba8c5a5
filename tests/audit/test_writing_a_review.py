"""An auditor writes a review: saved as they go, nothing lost, sent once."""

import re
from datetime import timedelta

import pytest
import sqlalchemy
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from audit.drafts import mark
from audit.models import Action, Grade, Review
from audit.vocabulary import Activity
from core.days import today
from core.passages import Passage
from core.people.models import Role, User
from core.trail import TrailEntry
from feedback.models import Alert
from tests.audit.factories import CaseFileFactory, PracticeWeekFactory, ReviewFactory, whole_draft
from tests.audit.writing import page_of, typed
from tests.conftest import SignIn


def test_the_home_says_what_is_next_and_the_button_leads_back_to_where_one_was(
    client: FlaskClient, review: Review
) -> None:
    assert "1 review to write" in client.get("/home").text
    home = client.get("/audit/mine").text
    assert "Next: Case audit" in home and f"/audit/reviews/{review.id}" in home
    saved = client.post(
        page_of(review, "voice"), data=typed(**{"voice-evidence": "A day"}) | {"later": "yes"}
    )
    assert saved.location == "/audit/mine"
    overview = client.get(f"/audit/reviews/{review.id}").text
    assert "Go on where you were" in overview and page_of(review, "voice") in overview


def test_cases_of_two_weeks_with_one_number_are_told_apart(
    client: FlaskClient, auditor: User, review: Review
) -> None:
    title = review.week.title
    assert f">{title}<" not in client.get("/audit/mine").text
    other = PracticeWeekFactory(title="Another week", slug="another")
    number = review.case_file.number
    ReviewFactory(case=CaseFileFactory(week=other, number=number), auditor=auditor)
    page = client.get("/audit/mine").text
    assert f">{title}<" in page and ">Another week<" in page
    ids = re.findall(r'id="(case-[^"]+)"', page)
    assert len(ids) == len(set(ids)) == 2


def test_half_an_answer_is_kept_too(client: FlaskClient, review: Review) -> None:
    client.post(page_of(review, "voice"), data=typed(**{"voice-grade-reason": "No grade yet"}))
    page = client.get(page_of(review, "voice")).text
    assert "No grade yet" in page


def test_what_is_typed_is_sealed_in_the_database(
    client: FlaskClient, review: Review, session: Session
) -> None:
    client.post(page_of(review, "voice"), data=typed(**{"voice-evidence": "Very private words"}))
    row = session.execute(text("SELECT answers_sealed, review::text FROM review")).one()
    assert b"private" not in bytes(row[0]) and "private" not in row[1]


def test_an_expired_page_comes_back_with_the_words_in_it(
    csrf: None, client: FlaskClient, review: Review
) -> None:
    answer = client.post(page_of(review, "voice"), data=typed(**{"voice-evidence": "Still here"}))
    assert answer.status_code == 400 and "Still here" in answer.text


def test_an_answer_that_opens_a_question_shows_it_before_going_on(
    client: FlaskClient, review: Review
) -> None:
    answer = client.post(page_of(review, "safe-today"), data=typed(**{"safe-now": "no"}))
    assert answer.location == page_of(review, "safe-today")
    page = client.get(answer.location).text
    assert "Your answer opens one more question here." in page
    told = {"seen-safe-now": mark("no"), "answer-safe-now": "no"} | typed(**{"safe-told": "The manager, now"})
    assert client.post(page_of(review, "safe-today"), data=told).location == page_of(review, "voice")


def test_words_under_an_answer_that_was_changed_stay_in_sight(client: FlaskClient, review: Review) -> None:
    client.post(page_of(review, "safe-today"), data=typed(**{"safe-now": "no", "safe-told": "The manager"}))
    client.post(page_of(review, "safe-today"), data={"seen-safe-now": mark("no"), "answer-safe-now": "yes"})
    send = client.get(f"/audit/reviews/{review.id}/send").text
    assert "The manager" in send and "do not lead" in send
    assert "The manager" in client.get(page_of(review, "safe-today")).text


def test_sending_too_early_names_what_is_left_with_a_link_to_each(
    client: FlaskClient, review: Review
) -> None:
    answer = client.post(f"/audit/reviews/{review.id}/send")
    assert answer.status_code == 422
    assert f"{page_of(review, 'overall')}#answer-overall-grade" in answer.text
    assert "govuk-error-summary" in answer.text


def test_a_grade_without_a_reason_cannot_be_sent(
    client: FlaskClient, review: Review, session: Session
) -> None:
    review.answers = whole_draft(Activity.case_audit, **{"impact-grade": {"grade": "good", "reason": ""}})
    answer = client.post(f"/audit/reviews/{review.id}/send")
    assert answer.status_code == 422 and "Give the reason for this grade." in answer.text


def test_sending_makes_passages_and_grades_and_nothing_changes_afterwards(
    client: FlaskClient, review: Review, session: Session, auditor: User
) -> None:
    review.answers = whole_draft(Activity.case_audit)
    assert client.post(f"/audit/reviews/{review.id}/send").status_code == 302
    session.refresh(review)
    assert review.state == "submitted" and review.submitted_at
    passages = session.scalars(select(Passage).where(Passage.source_id == review.id)).all()
    assert {passage.room for passage in passages} == {"audit"}
    assert {passage.speaker for passage in passages} == {"staff"}
    by_key = review.template.asks.by_key
    assert all(passage.asked == by_key[passage.question].ask.said() for passage in passages)
    assert "Made-up reason for voice-grade." in {passage.words for passage in passages}
    grades = {grade.standard: grade for grade in session.scalars(select(Grade))}
    assert len(grades) == 10 and grades["overall"].grade == "good"
    assert (grades["overall"].scale, grades["overall"].scale_version) == ("ofsted-ilacs", 1)
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "submitted review")).one()
    assert entry.actor_id == auditor.id and entry.subject_id == review.id
    late = client.post(page_of(review, "voice"), data=typed(**{"voice-evidence": "Too late"}))
    assert late.status_code == 409 and "Too late" in late.text
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="never changes"):
        session.execute(text("UPDATE review SET version = version + 1"))


def test_sending_twice_makes_one_review(client: FlaskClient, review: Review, session: Session) -> None:
    review.answers = whole_draft(Activity.case_audit)
    client.post(f"/audit/reviews/{review.id}/send")
    count = len(session.scalars(select(Passage.id)).all())
    assert client.post(f"/audit/reviews/{review.id}/send").status_code == 302
    assert len(session.scalars(select(Passage.id)).all()) == count


def test_an_inadequate_grade_raises_an_immediate_action_for_the_teams_manager(
    client: FlaskClient, review: Review, session: Session
) -> None:
    review.answers = whole_draft(
        Activity.case_audit, **{"plan-grade": {"grade": "inadequate", "reason": "Drift for a year."}}
    )
    client.post(f"/audit/reviews/{review.id}/send")
    action = session.scalars(select(Action)).one()
    assert action.immediate and action.standard == "plan-and-progress"
    assert action.due_on == today() + timedelta(days=1)
    assert "Drift" not in action.what


def test_who_graded_inadequate_is_told_of_the_action_and_sees_it_on_the_review(
    client: FlaskClient, review: Review, session: Session
) -> None:
    review.answers = whole_draft(
        Activity.case_audit, **{"plan-grade": {"grade": "inadequate", "reason": "Drift for a year."}}
    )
    answer = client.post(f"/audit/reviews/{review.id}/send", follow_redirects=True)
    assert "an immediate action is raised. The team has no manager here" in answer.text
    action = session.scalars(select(Action)).one()
    finding = client.get(f"/audit/findings/{review.id}").text
    assert f"/audit/actions/{action.id}" in finding and "None yet." not in finding
    assert "How far is it?" not in client.get(f"/audit/actions/{action.id}").text
    assert client.post(f"/audit/actions/{action.id}", data={"status": "done"}).status_code == 404


def test_what_a_child_said_is_kept_as_the_childs_words_and_the_judgement_as_ours(
    client: FlaskClient, auditor: User, session: Session
) -> None:
    review = ReviewFactory(auditor=auditor, doing=Activity.child_conversation)
    review.answers = whole_draft(
        Activity.child_conversation,
        **{
            "worries": "I worry about my nan.",
            "heard-grade": {"grade": "good", "reason": "They were heard."},
            "told-child": "We write back.",
        },
    )
    assert client.post(f"/audit/reviews/{review.id}/send").status_code == 302
    found = {passage.question: passage.speaker for passage in session.scalars(select(Passage))}
    assert found == {"worries": "child", "heard-grade": "staff"}


def test_a_child_who_may_not_be_safe_reaches_the_duty_lead_and_an_auditors_judgement_does_not(
    app: Flask, client: FlaskClient, auditor: User, session: Session, sign_in: SignIn
) -> None:
    harm = "my dad hits me with a belt every night"
    review = ReviewFactory(auditor=auditor, doing=Activity.child_conversation)
    review.answers = whole_draft(
        Activity.child_conversation,
        **{"worries": harm, "heard-grade": {"grade": "good", "reason": "They were heard."}},
    )
    sent = client.post(f"/audit/reviews/{review.id}/send", follow_redirects=True)
    assert "the duty lead was told" in sent.text
    alert = session.scalars(select(Alert)).one()
    assert (alert.room, alert.source_id, alert.level) == ("audit", review.id, "urgent")
    duty = app.test_client()
    sign_in(duty, Role.duty_lead)
    assert "An audit conversation" in duty.get("/alerts/").text
    assert harm not in duty.get(f"/alerts/{alert.id}").text
    told = duty.post(f"/alerts/{alert.id}/words").text
    assert harm in re.sub(r"</?mark[^>]*>", "", told) and "They were heard" not in told

    ours = ReviewFactory(auditor=auditor, doing=Activity.case_audit)
    ours.answers = {
        question: {**typed, "reason": harm} if isinstance(typed, dict) else typed
        for question, typed in whole_draft(Activity.case_audit).items()
    }
    client.post(f"/audit/reviews/{ours.id}/send")
    assert len(session.scalars(select(Alert)).all()) == 1


def test_a_conversation_that_the_child_did_not_want_can_be_sent_with_one_answer(
    client: FlaskClient, auditor: User
) -> None:
    review = ReviewFactory(auditor=auditor, doing=Activity.child_conversation)
    review.answers = {"talked": "declined"}
    assert client.post(f"/audit/reviews/{review.id}/send").status_code == 302


def test_somebody_elses_review_answers_like_a_missing_one(
    client: FlaskClient, review: Review, app: Flask, sign_in: SignIn
) -> None:
    other = app.test_client()
    sign_in(other, Role.auditor)
    for address in ("", "/write/voice", "/send"):
        assert other.get(f"/audit/reviews/{review.id}{address}").status_code == 404
    assert other.post(f"/audit/reviews/{review.id}/autosave", json={}).status_code == 404
    assert other.post(page_of(review, "voice"), data=typed(**{"voice-evidence": "x"})).status_code == 404


def test_an_auditor_who_knows_the_family_hands_the_case_to_somebody_who_does_not(
    client: FlaskClient, auditor: User, session: Session, sign_in: SignIn, app: Flask
) -> None:
    other = sign_in(app.test_client(), Role.auditor)
    week = PracticeWeekFactory(auditors=[auditor, other])
    case = CaseFileFactory(week=week)
    review = ReviewFactory(auditor=auditor, case=case)
    address = f"/audit/reviews/{review.id}"
    client.post(f"{address}/involved")
    assert session.scalars(select(Review.auditor_id)).all() == [other.id]
    assert client.get(address).status_code == 404
