"""An auditor's home: what is next."""

from collections.abc import Iterable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from audit.models import Review
from audit.vocabulary import ReviewState
from core.access import allow, current_person
from core.days import day_in_words, saved_in_words, today
from core.db import db
from core.people.models import Role, User

blueprint = Blueprint("auditor", __name__, url_prefix="/audit")
blueprint.add_app_template_filter(day_in_words)
blueprint.add_app_template_filter(saved_in_words)


@blueprint.get("/mine")
@allow(Role.auditor)
def home() -> ResponseReturnValue:
    """What this auditor does next, what else waits, and what is sent."""
    reviews = _reviews_of(current_person())
    waiting = sorted((review for review in reviews if not review.is_sent), key=_order)
    return render_template(
        "audit/home.html",
        next_review=waiting[0] if waiting else None,
        cases=_by_case(waiting),
        sent=[review for review in reviews if review.is_sent],
        several_weeks=len({review.week_id for review in reviews}) > 1,
        left=len(waiting),
        today=today(),
    )


def _order(review: Review) -> tuple[bool, object, int, int]:
    """Finish what was begun first, then by due day, then case by case in the order of the activities."""
    begun = review.stage is ReviewState.started
    return (not begun, review.due_on, review.case_file.number, list(type(review.doing)).index(review.doing))


def _reviews_of(person: User) -> list[Review]:
    found = db.session.scalars(
        select(Review)
        .where(Review.auditor_id == person.id)
        .options(joinedload(Review.week), joinedload(Review.case_file))
        .order_by(Review.submitted_at.desc())
    )
    return list(found)


def _by_case(reviews: Iterable[Review]) -> list[list[Review]]:
    """Reviews of one case stand together, the case that comes first with its first."""
    cases: dict[object, list[Review]] = {}
    for review in reviews:
        cases.setdefault(review.case_file_id, []).append(review)
    return list(cases.values())
