"""Holding practice weeks: case lists, audits, conversations, grades and actions, all made up."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from audit import actions, intake, planning, practice_weeks, reviewing
from audit.models import Action, PracticeWeek, Review
from audit.vocabulary import ActionStatus, Activity, ReviewState
from core.days import LONDON, now, today
from core.db import db
from core.people.demo import DemoHouse
from core.people.models import User
from core.questions.kinds import ChoiceQuestion, GradeQuestion, Question, ScaleQuestion, TextQuestion
from core.questions.schema import QuestionSetDefinition

DATA = Path(__file__).parent / "demo_data"
GRADES = ("inadequate", "requires-improvement", "good", "outstanding")


@dataclass(frozen=True)
class PastWeek:
    """A practice week that is over, or one month's audits: how long ago, how many cases, what was done."""

    title: str
    focus: str
    days_ago: int
    cases: int
    activities: tuple[Activity, ...]


AUDITS = (Activity.case_audit,)
PAST = (
    PastWeek("Practice week, a year ago", "Children in care for over twelve months", 364, 6, tuple(Activity)),
    PastWeek("Monthly audits, winter", "Children on a protection plan for the second time", 275, 7, AUDITS),
    PastWeek(
        "Practice week, half a year ago", "Children who came into care this year", 182, 8, tuple(Activity)
    ),
    PastWeek("Monthly audits, summer", "Care leavers and their plans", 92, 7, AUDITS),
    PastWeek("Monthly audits, last month", "Visits to children under five", 31, 7, AUDITS),
)


def seed(house: DemoHouse) -> list[tuple[str, str]]:
    """Fill the audit room; give the pages worth opening."""
    for past in PAST:
        _hold_past_week(house, past)
    week = _begin_this_week(house)
    return [
        ("An auditor's reviews", "/audit/mine"),
        ("The practice week under way", f"/audit/weeks/{week.slug}"),
        ("Actions", "/audit/actions"),
    ]


def _hold_past_week(house: DemoHouse, past: PastWeek) -> None:
    starts = today() - timedelta(days=past.days_ago)
    week = _plan(house, past.title, past.focus, starts, past.activities, past.cases)
    for review in _reviews_of(week):
        day = starts + timedelta(days=_lot(5, review.case_file.reference, review.activity))
        _write(review, past, day)
        reviewing.sign_off(
            review_id=review.id, by=house.people["quality"].id, at=_afternoon(starts + timedelta(days=9))
        )
    for action in db.session.scalars(select(Action).join(Review).where(Review.week_id == week.id)):
        actions.report_on(
            action=action,
            status=ActionStatus.done,
            evidence="The child was seen the same day and is safe. The plan was rewritten with the family.",
            on=action.due_on,
        )


def _begin_this_week(house: DemoHouse) -> PracticeWeek:
    """A week under way: some reviews sent, some begun, two late, and actions of every kind."""
    starts = today() - timedelta(days=3)
    here = PastWeek("Practice week", "Children in care for over twelve months", 3, 12, tuple(Activity))
    week = _plan(house, "Practice week, this term", here.focus, starts, here.activities, here.cases)
    reviews = _reviews_of(week)
    managed = house.teams["children-in-care-team"].id
    urgent = next(
        (each for each in reviews if each.team_id == managed and each.doing is Activity.case_audit), None
    )
    for place, review in enumerate(reviews):
        if place % 5 < 2:
            worst = review is urgent
            _write(review, here, starts + timedelta(days=place % 3), worst=worst)
        elif place % 5 == 2 and place % 2:
            _begin(review, here)
    waiting = [review for review in reviews if review.stage is ReviewState.not_started]
    for review in waiting[:2]:
        review.due_on = today() - timedelta(days=1)
    sent = [review for review in reviews if review.is_sent]
    for review in sent[:6]:
        reviewing.sign_off(review_id=review.id, by=house.people["quality"].id, at=now())
    _raise_actions(house, sent)
    db.session.flush()
    return week


def _plan(
    house: DemoHouse, title: str, focus: str, starts: date, activities: Sequence[Activity], size: int
) -> PracticeWeek:
    auditors = [house.people[name] for name in ("auditor", "auditor2", "auditor3")]
    week = practice_weeks.make_week(
        plan=practice_weeks.WeekPlan(
            title=title,
            focus=focus,
            starts_on=starts,
            ends_on=starts + timedelta(days=4),
            reviews_due_on=starts + timedelta(days=5),
            urgent_days=1,
            activities=tuple(activities),
            team_ids=frozenset(team.id for team in house.teams.values()),
            auditor_ids=frozenset(person.id for person in auditors),
        ),
        made_by=house.people["quality"].id,
    )
    listed = intake.read_for_week(week=week, content=(DATA / "cases.csv").read_bytes())
    intake.take_in(week=week, cases=listed.cases)
    planning.draw(week=week, size=size, reserves=4, seed=week.slug)
    planning.share_out(week=week)
    return week


def _reviews_of(week: PracticeWeek) -> list[Review]:
    reviews = db.session.scalars(select(Review).where(Review.week_id == week.id)).all()
    order = list(Activity)
    return sorted(reviews, key=lambda review: (review.case_file.number, order.index(review.doing)))


def _write(review: Review, week: PastWeek, day: date, *, worst: bool = False) -> None:
    answers = _made_up_answers(review, week)
    if worst:
        drift = _words()["reasons"]["plan-and-progress"]["inadequate"][0]
        answers["plan-grade"] = {"grade": "inadequate", "reason": drift}
    review.answers = answers
    review.version, review.state, review.saved_at = 1, ReviewState.started.value, _afternoon(day)
    left = reviewing.submit(review_id=review.id, by=review.auditor_id, at=_afternoon(day)).left
    if left:
        raise ValueError(f"the made-up {review.activity} leaves {left[0].question} open")


def _begin(review: Review, week: PastWeek) -> None:
    whole = _made_up_answers(review, week)
    review.answers = dict(list(whole.items())[: len(whole) // 2])
    review.version, review.state, review.saved_at = 1, ReviewState.started.value, now()
    review.last_section = review.template.asks.sections[0].key


def _made_up_answers(review: Review, week: PastWeek) -> dict[str, Any]:
    definition = review.template.asks
    answers: dict[str, Any] = {}
    for key in definition.by_key:
        question = definition.by_key[key]
        if question in definition.shown(answers):
            answer = _made_up_answer(question, definition, review, week)
            if answer is not None:
                answers[key] = answer
    return answers


def _made_up_answer(
    question: Question, definition: QuestionSetDefinition, review: Review, week: PastWeek
) -> Any:
    marks = (week.title, review.case_file.reference, definition.key, question.key)
    if isinstance(question, GradeQuestion):
        grade = _grade(review.team.slug, week.days_ago, *marks)
        reasons = _words()["reasons"][question.standard]
        grade = grade if grade in reasons else "good"
        return {"grade": grade, "reason": _pick(reasons[grade], *marks)}
    if isinstance(question, ChoiceQuestion):
        usual = question.options[0].key
        return usual if _lot(100, *marks) < 70 else _pick(question.options, *marks).key
    if isinstance(question, ScaleQuestion):
        return str(4 + _lot(6, *marks))
    if isinstance(question, TextQuestion):
        said = _words()["words"].get(definition.key, {}).get(question.key)
        if said and (question.required or _lot(100, *marks) < 75):
            return _pick(said, *marks)
        return (
            "The team manager, today at noon. She will see the child this afternoon."
            if question.required
            else None
        )
    return None


def _grade(team: str, days_ago: int, *marks: str) -> str:
    """Mostly good, better in some teams than in others, and a little better as time goes on."""
    chance = _lot(1000, "grade", *marks) + _lot(120, "team", team) - days_ago // 4
    return GRADES[0 if chance < -20 else 1 if chance < 310 else 2 if chance < 900 else 3]


def _raise_actions(house: DemoHouse, sent: Sequence[Review]) -> None:
    """Actions as people raise them: one late, one under way, one done, one stopped, one with nobody yet."""
    for wanted in _words()["actions"]:
        status = ActionStatus(wanted["status"])
        person: User | None = house.people.get(wanted["lead"])
        own = {membership.team_id for membership in person.memberships} if person else set()
        review = next((each for each in sent if each.team_id in own), sent[0])
        action = actions.add_action(
            review=review,
            plan=actions.ActionPlan(
                what=wanted["what"],
                milestone="A child or parent in this team would notice the difference.",
                lead_id=person.id if person else None,
                due_on=today() + timedelta(days=wanted["due_in"]),
            ),
            standard=None,
            made_by=review.auditor_id,
        )
        if status is not ActionStatus.open:
            actions.report_on(action=action, status=status, evidence=wanted["evidence"], on=today())


@cache
def _words() -> Any:
    return yaml.safe_load((DATA / "words.yaml").read_text(encoding="utf-8"))


def _lot(size: int, *marks: str) -> int:
    """A number below `size` that these marks always give."""
    return int.from_bytes(hashlib.sha256("\x1f".join(marks).encode()).digest()[:8]) % size


def _pick(given: Sequence[Any], *marks: str) -> Any:
    return given[_lot(len(given), "pick", *marks)]


def _afternoon(day: date) -> datetime:
    return datetime.combine(day, time(15, 10), LONDON)
