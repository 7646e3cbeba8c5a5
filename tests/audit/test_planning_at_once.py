"""Planning while auditors write: real transactions at the same moment, one held open until the other waits for it."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from audit import intake, planning, practice_weeks, reviewing
from audit.case_list import ListedCase
from audit.models import CaseFile, Grade, PracticeWeek, Review
from audit.practice_weeks import WeekPlan
from audit.vocabulary import Activity, AgeBand, CaseStatus
from core.days import now
from core.db import db
from core.people.models import Role, Team, User
from tests.audit.factories import CaseFileFactory, PracticeWeekFactory, ReviewFactory, whole_draft
from tests.core.factories import TeamFactory, UserFactory

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
LOOK_AGAIN = text("SELECT pg_stat_clear_snapshot()")
"""Within a transaction, who waits is looked up once and then remembered."""


@pytest.fixture
def team(app: Flask) -> Team:
    made: Team = TeamFactory()
    return made


@pytest.fixture
def auditors(app: Flask) -> list[User]:
    return [UserFactory(roles=[Role.auditor]) for _ in range(2)]


@pytest.fixture
def week(team: Team, auditors: list[User]) -> PracticeWeek:
    made: PracticeWeek = PracticeWeekFactory(teams=[team], auditors=auditors)
    return made


@contextmanager
def while_open(session: Session, app: Flask) -> Iterator[Callable[[Callable[[], object]], Future[object]]]:
    """What this block does stays uncommitted until it ends. `start(work)` begins work in a transaction of its
    own, and comes back once that is done or waits for a lock of ours."""
    with ThreadPoolExecutor(1) as other:

        def in_a_transaction(work: Callable[[], object]) -> object:
            with app.app_context():
                result = work()
                db.session.commit()
                return result

        def start(work: Callable[[], object]) -> Future[object]:
            begun = other.submit(in_a_transaction, work)
            until = time.monotonic() + 20
            while not begun.done() and not session.scalar(WAITING):
                assert time.monotonic() < until, "neither done nor waiting"
                time.sleep(0.01)
                session.execute(LOOK_AGAIN)
            return begun

        try:
            yield start
            session.commit()
        finally:
            session.rollback()


def plan_of(week: PracticeWeek, *, teams: list[Team]) -> WeekPlan:
    return WeekPlan(
        title=week.title,
        focus=week.focus,
        starts_on=week.starts_on,
        ends_on=week.ends_on,
        reviews_due_on=week.reviews_due_on,
        urgent_days=week.urgent_days,
        activities=tuple(week.wanted),
        team_ids=frozenset(team.id for team in teams),
        auditor_ids=frozenset(person.id for person in week.auditors),
    )


def test_a_case_is_not_set_aside_under_the_hands_of_somebody_who_just_began_to_write(
    app: Flask, session: Session, week: PracticeWeek, team: Team, auditors: list[User]
) -> None:
    case = CaseFileFactory(week=week, team=team)
    review = ReviewFactory(case=case, auditor=auditors[0])
    session.commit()
    case_id, review_id = case.id, review.id
    with while_open(session, app) as start:
        words = {"working-well": "Just typed"}
        reviewing.save(
            review_id=review_id, by=auditors[0].id, sent=words, seen={}, section="impact", at=now()
        )
        setting_aside = start(lambda: planning.set_aside(case=db.session.get_one(CaseFile, case_id)))
    with pytest.raises(planning.SampleIsFixed):
        setting_aside.result(timeout=20)
    session.expire_all()
    kept = session.scalars(select(Review)).one()
    assert kept.answers == {"working-well": "Just typed"} and kept.case_file.selection == "chosen"


@pytest.mark.parametrize("how", ["given to somebody else", "set aside"])
def test_what_is_saved_in_a_case_that_just_left_is_refused_and_not_put_into_another_persons_review(
    app: Flask, session: Session, week: PracticeWeek, team: Team, auditors: list[User], how: str
) -> None:
    case = CaseFileFactory(week=week, team=team)
    review = ReviewFactory(case=case, auditor=auditors[0])
    session.commit()
    review_id, first = review.id, auditors[0].id
    words = {"working-well": "Typed too late"}
    with while_open(session, app) as start:
        if how == "set aside":
            planning.set_aside(case=case)
        else:
            planning.give_case_to(case=case, auditor=auditors[1])
        saving = start(
            lambda: reviewing.save(
                review_id=review_id, by=first, sent=words, seen={}, section="impact", at=now()
            )
        )
    with pytest.raises(reviewing.NotTheirs):
        saving.result(timeout=20)
    assert not any(each.answers for each in session.scalars(select(Review)))


def test_a_review_that_is_sent_in_while_its_case_is_handed_back_stays(
    app: Flask, session: Session, week: PracticeWeek, team: Team, auditors: list[User]
) -> None:
    case = CaseFileFactory(week=week, team=team)
    review = ReviewFactory(case=case, auditor=auditors[0])
    review.answers = whole_draft(Activity.case_audit)
    session.commit()
    case_id, review_id, auditor_id = case.id, review.id, auditors[0].id
    with while_open(session, app) as start:
        reviewing.submit(review_id=review_id, by=auditor_id, at=now())
        handing_back = start(
            lambda: planning.say_involved(
                case=db.session.get_one(CaseFile, case_id), person=db.session.get_one(User, auditor_id)
            )
        )
    with pytest.raises(planning.PartlySent):
        handing_back.result(timeout=20)
    session.expire_all()
    assert session.scalars(select(Review)).one().is_sent
    assert session.scalars(select(Grade)).first()


def test_a_case_that_changes_hands_while_cases_are_shared_out_stays_one_persons(
    app: Flask, session: Session, week: PracticeWeek, team: Team, auditors: list[User]
) -> None:
    case = CaseFileFactory(week=week, team=team)
    ReviewFactory(case=case, auditor=auditors[0])
    week.activities = [Activity.case_audit.value, Activity.observation.value]
    session.commit()
    week_id, second = week.id, auditors[1].id
    with while_open(session, app) as start:
        planning.give_case_to(case=case, auditor=auditors[1])
        sharing = start(lambda: planning.share_out(week=db.session.get_one(PracticeWeek, week_id)))
    sharing.result(timeout=20)
    held = session.execute(select(Review.activity, Review.auditor_id)).all()
    assert sorted(held) == [("case-audit", second), ("observation", second)]


def test_two_people_who_share_out_at_once_give_each_case_once(
    app: Flask, session: Session, week: PracticeWeek, team: Team
) -> None:
    for _ in range(3):
        CaseFileFactory(week=week, team=team)
    session.commit()
    week_id = week.id
    with while_open(session, app) as start:
        planning.share_out(week=week)
        again = start(lambda: planning.share_out(week=db.session.get_one(PracticeWeek, week_id)))
    again.result(timeout=20)
    held = session.scalars(select(Review.case_file_id)).all()
    assert len(held) == len(set(held)) == 3


def test_a_case_that_is_being_taken_in_keeps_its_team_in_the_week(
    app: Flask, session: Session, week: PracticeWeek, team: Team
) -> None:
    other = TeamFactory()
    session.commit()
    week_id = week.id
    listed = ListedCase(2, "REF-1", team.id, "", AgeBand.under_5, CaseStatus.child_in_need)
    plan = plan_of(week, teams=[other])
    with while_open(session, app) as start:
        intake.take_in(week=week, cases=[listed])
        changing = start(
            lambda: practice_weeks.change_week(week=db.session.get_one(PracticeWeek, week_id), plan=plan)
        )
    with pytest.raises(practice_weeks.StillNeeded):
        changing.result(timeout=20)


def test_a_sent_review_and_its_grades_are_deleted_by_nobody(session: Session) -> None:
    review = ReviewFactory(case=CaseFileFactory())
    review.answers = whole_draft(Activity.case_audit)
    reviewing.submit(review_id=review.id, by=review.auditor_id, at=now())
    session.commit()
    case_id = review.case_file_id
    for each in (delete(Review), delete(Grade), delete(CaseFile).where(CaseFile.id == case_id)):
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="never changes"):
            session.execute(each)
        session.rollback()


def test_an_activity_of_a_case_is_done_once(session: Session) -> None:
    case = CaseFileFactory()
    ReviewFactory(case=case)
    with pytest.raises(sqlalchemy.exc.IntegrityError, match="review_case_file_id_activity_key"):
        ReviewFactory(case=case)


def test_handing_a_case_back_gives_out_that_case_and_no_other(
    session: Session, week: PracticeWeek, team: Team, auditors: list[User]
) -> None:
    case, waiting = CaseFileFactory(week=week, team=team), CaseFileFactory(week=week, team=team)
    ReviewFactory(case=case, auditor=auditors[0])
    assert planning.say_involved(case=case, person=auditors[0])
    assert session.execute(select(Review.case_file_id, Review.auditor_id)).all() == [
        (case.id, auditors[1].id)
    ]
    assert waiting.selection == "chosen"


def test_saying_twice_that_one_knows_a_family_is_as_good_as_once(
    session: Session, week: PracticeWeek, team: Team, auditors: list[User]
) -> None:
    case = CaseFileFactory(week=week, team=team)
    ReviewFactory(case=case, auditor=auditors[0])
    planning.say_involved(case=case, person=auditors[0])
    assert planning.say_involved(case=case, person=auditors[0])
