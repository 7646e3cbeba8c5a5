"""Actions: the list with what is overdue, one action, and raising one from a review."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from audit import actions
from audit.action_forms import ActionForm, ReportForm
from audit.activity_templates import standards_of
from audit.models import Action, Review
from audit.scope import (
    action_to_see,
    may_change_action,
    may_read_review,
    may_see_action,
    review_to_read,
)
from audit.vocabulary import ActionStatus
from core.access import allow, current_person, reach
from core.days import today
from core.db import db
from core.people.models import Membership, Role, User

blueprint = Blueprint("actions", __name__, url_prefix="/audit")

SEERS = (Role.auditor, Role.quality_lead, Role.team_manager, Role.practitioner)
LEADERS = (Role.team_manager, Role.practitioner, Role.quality_lead, Role.auditor)


@blueprint.get("/actions")
@allow(*SEERS)
def every_action() -> ResponseReturnValue:
    """Actions in reach, soonest first: those unfinished, or only the immediate, overdue, own or closed ones."""
    person, day = current_person(), today()
    found = db.session.scalars(
        select(Action).where(may_see_action(person)).options(joinedload(Action.lead)).order_by(Action.due_on)
    ).all()
    views = {
        "unfinished": [action for action in found if not action.is_closed],
        "immediate": [action for action in found if action.immediate and not action.is_closed],
        "overdue": [action for action in found if action.is_late(day)],
        "mine": [action for action in found if action.lead_id == person.id and not action.is_closed],
        "closed": [action for action in found if action.is_closed],
    }
    view = request.args.get("show", "unfinished")
    if view not in views:
        abort(404)
    return render_template("audit/every_action.html", views=views, view=view, today=day)


@blueprint.route("/findings/<uuid:review_id>/actions/new", methods=["GET", "POST"])
@allow(Role.auditor, Role.quality_lead)
def new_action(review_id: UUID) -> ResponseReturnValue:
    """Raise an action from a review that was sent in."""
    person = current_person()
    review = review_to_read(person, review_id)
    if review.auditor_id != person.id and not reach(person, Role.quality_lead).covers(review.team_id):
        abort(404)
    form = _form(review)
    if not form.validate_on_submit():
        return render_template("audit/new_action.html", review=review, form=form), 422 if form.errors else 200
    actions.add_action(review=review, plan=form.plan, standard=form.standard.data or None, made_by=person.id)
    flash("The action is raised.")
    return redirect(url_for("findings.one_finding", review_id=review.id))


@blueprint.route("/actions/<uuid:action_id>", methods=["GET", "POST"])
@allow(*SEERS)
def one_action(action_id: UUID) -> ResponseReturnValue:
    """One action. Its lead and the managers over it say how far it has come."""
    action = action_to_see(current_person(), action_id)
    may_change = may_change_action(current_person(), action)
    form = ReportForm.about(action)
    if request.method == "POST" and not may_change:
        abort(404)
    if not form.validate_on_submit():
        return _show(action, form, may_change), 422 if form.errors else 200
    try:
        actions.report_on(
            action=action,
            status=ActionStatus(form.status.data),
            evidence=form.evidence.data or "",
            on=today(),
        )
    except actions.EvidenceMissing:
        form.evidence.errors = ["Say what came of it before you close the action."]
        return _show(action, form, may_change), 422
    flash("Saved.")
    return redirect(url_for(".one_action", action_id=action.id))


@blueprint.route("/actions/<uuid:action_id>/change", methods=["GET", "POST"])
@allow(Role.quality_lead, Role.team_manager)
def change_action(action_id: UUID) -> ResponseReturnValue:
    """Change what is to be done, by whom and by when."""
    person = current_person()
    action = action_to_see(person, action_id)
    if not reach(person, Role.quality_lead, Role.team_manager).covers(action.team_id):
        abort(404)
    given = {
        "what": action.what,
        "milestone": action.milestone,
        "standard": action.standard or "",
        "lead": str(action.lead_id) if action.lead_id else None,
        "due_on": action.due_on,
    }
    form = _form(action.review, present=action.lead_id, data=given)
    if not form.validate_on_submit():
        return render_template(
            "audit/change_action.html", action=action, form=form
        ), 422 if form.errors else 200
    actions.change_plan(action=action, plan=form.plan)
    flash("The action is changed.")
    return redirect(url_for(".one_action", action_id=action.id))


def _form(review: Review | None, *, present: UUID | None = None, **settings: object) -> ActionForm:
    """Everybody who may lead an action can be chosen, and the `present` lead can be kept."""
    may_lead = User.active & User.memberships.any(Membership.role.in_(LEADERS))
    standards = standards_of(review.template.asks) if review else {}
    return ActionForm(
        standards=[(standard, str(question.ask)) for standard, question in standards.items()],
        people=db.session.scalars(select(User).where(or_(may_lead, User.id == present)).order_by(User.name)),
        **settings,
    )


def _show(action: Action, form: ReportForm, may_change: bool) -> str:
    manages = reach(current_person(), Role.quality_lead, Role.team_manager).covers(action.team_id)
    return render_template(
        "audit/one_action.html",
        action=action,
        form=form,
        may_change=may_change,
        manages=manages,
        may_read=action.review is not None and _reads(action.review),
        today=today(),
    )


def _reads(review: Review) -> bool:
    found = select(Review.id).where(Review.id == review.id, may_read_review(current_person()))
    return db.session.scalar(found) is not None
