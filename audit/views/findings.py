"""Reading what a review found: grades for all who may see it, the words only on asking, and sign-off."""

from math import ceil
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from audit import reviewing
from audit.activity_templates import THEIR_WORDS, standards_of
from audit.models import Action, Review
from audit.scope import may_read_review, may_see_action, reads_their_words, review_to_read
from core import trail
from core.access import allow, current_person, reach
from core.days import now
from core.db import db
from core.people.models import Role
from core.questions.answers import said

blueprint = Blueprint("findings", __name__, url_prefix="/audit/findings")

READERS = (Role.auditor, Role.quality_lead, Role.team_manager, Role.practitioner)
A_PAGE = 50


@blueprint.get("/")
@allow(*READERS)
def every_finding() -> ResponseReturnValue:
    """The reviews that this person may read: those to sign off, then the newest."""
    may_read = may_read_review(current_person())
    total = db.session.scalar(select(func.count()).select_from(Review).where(may_read)) or 0
    pages = max(ceil(total / A_PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    reviews = db.session.scalars(
        select(Review)
        .where(may_read)
        .options(
            selectinload(Review.grades),
            joinedload(Review.week),
            joinedload(Review.team),
            joinedload(Review.template),
        )
        .order_by(Review.signed_off_at.is_not(None), Review.submitted_at.desc(), Review.id)
        .offset((page - 1) * A_PAGE)
        .limit(A_PAGE)
    ).all()
    return render_template(
        "audit/every_finding.html",
        reviews=reviews,
        overall=overall_grade,
        total=total,
        page=page,
        pages=pages,
    )


@blueprint.get("/<uuid:review_id>")
@allow(*READERS)
def one_finding(review_id: UUID) -> ResponseReturnValue:
    """The grades of one review and the actions from it. Its words are read by asking for them."""
    return _show(review_to_read(current_person(), review_id), words=None)


@blueprint.post("/<uuid:review_id>/words")
@allow(*READERS)
def read_words(review_id: UUID) -> ResponseReturnValue:
    """The review in its own words, all that this person may read. That it was read is put on the trail."""
    review = review_to_read(current_person(), review_id)
    trail.record(action="read original words", subject="review", subject_id=review.id)
    template, answers = review.template.asks, review.answers
    told_all = reads_their_words(current_person(), review)
    words = [
        (section, [(question, said(question, answers[question.key])) for question in asked])
        for section in template.sections
        if (told_all or section.key != THEIR_WORDS)
        and (asked := [question for question in section.questions if question.key in answers])
    ]
    return _show(review, words=words)


@blueprint.post("/<uuid:review_id>/sign-off")
@allow(Role.quality_lead)
def sign_off(review_id: UUID) -> ResponseReturnValue:
    """Let the worker and the manager read a review."""
    review = review_to_read(current_person(), review_id)
    if not reach(current_person(), Role.quality_lead).covers(review.team_id):
        abort(404)
    try:
        reviewing.sign_off(review_id=review.id, by=current_person().id, at=now())
    except reviewing.NotSentYet:
        flash("This review is signed off already.", "mind")
    except reviewing.OwnReview:
        flash("You wrote this review, so another quality lead signs it off.", "mind")
    else:
        flash("Signed off. The worker and their manager can read it now.")
    return redirect(url_for(".one_finding", review_id=review.id))


def overall_grade(review: Review) -> str | None:
    """The label of a review's overall grade, where its template has one."""
    grades = {grade.standard: grade.grade for grade in review.grades}
    question = standards_of(review.template.asks).get("overall")
    if question is None or "overall" not in grades:
        return None
    return str(question.grade_scale.grade(grades["overall"]).label)


def _show(review: Review, words: object) -> ResponseReturnValue:
    person = current_person()
    actions = db.session.scalars(
        select(Action).where(Action.review_id == review.id, may_see_action(person)).order_by(Action.due_on)
    ).all()
    leads = reach(person, Role.quality_lead).covers(review.team_id)
    template = review.template.asks
    return render_template(
        "audit/one_finding.html",
        review=review,
        standards=standards_of(template),
        grades={grade.standard: grade for grade in review.grades},
        actions=actions,
        words=words,
        keeps_back=template.section(THEIR_WORDS) and not reads_their_words(person, review),
        may_sign_off=leads and not review.signed_off_at and review.auditor_id != person.id,
        waits_for_another=leads and not review.signed_off_at and review.auditor_id == person.id,
        may_act=leads or review.auditor_id == person.id,
        act=FlaskForm(),
    )
