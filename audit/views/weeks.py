"""Planning a practice week and watching how it stands."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, or_, select

from audit import planning, practice_weeks
from audit.forms import WeekForm, answers_of
from audit.models import CaseFile, PracticeWeek
from audit.progress import count_to_sign_off, progress_of
from audit.scope import leads_week, week_to_lead, week_to_see, weeks_to_lead
from audit.vocabulary import Selection
from core.access import allow, current_person, reach, within
from core.days import today
from core.db import db
from core.people.models import Membership, Role, Team, User

blueprint = Blueprint("weeks", __name__, url_prefix="/audit/weeks")


@blueprint.get("/")
@allow(Role.quality_lead)
def every_week() -> ResponseReturnValue:
    """All practice weeks in reach."""
    return render_template("audit/every_week.html", weeks=weeks_to_lead(current_person()), today=today())


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.quality_lead)
def new_week() -> ResponseReturnValue:
    """Plan a practice week."""
    form = _form()
    if not form.validate_on_submit():
        return render_template("audit/plan_week.html", form=form, week=None), 422 if form.errors else 200
    week = practice_weeks.make_week(plan=form.plan, made_by=current_person().id)
    flash(f"{week.title} is planned. Next, bring in its case list.")
    return redirect(url_for(".one_week", slug=week.slug))


@blueprint.get("/<slug>")
@allow(Role.quality_lead)
def one_week(slug: str) -> ResponseReturnValue:
    """One practice week: what comes next in it, and how it stands."""
    week = week_to_see(current_person(), slug)
    leads = reach(current_person(), Role.quality_lead)
    return render_template(
        "audit/one_week.html",
        week=week,
        may_change=leads_week(current_person(), week),
        counts=_case_counts(week),
        to_share_out=len(planning.cases_to_share_out(week)),
        to_sign_off=count_to_sign_off(week, leads=leads),
        progress=progress_of(week, leads=leads, today=today()),
        today=today(),
    )


@blueprint.route("/<slug>/change", methods=["GET", "POST"])
@allow(Role.quality_lead)
def change_week(slug: str) -> ResponseReturnValue:
    """Change the plan of a practice week."""
    week = week_to_lead(current_person(), slug)
    form = _form(week, data=answers_of(week))
    if not form.validate_on_submit():
        return render_template("audit/plan_week.html", form=form, week=week), 422 if form.errors else 200
    try:
        practice_weeks.change_week(week=week, plan=form.plan)
    except practice_weeks.StillNeeded as needed:
        form[needed.part].errors = [str(needed)]
        return render_template("audit/plan_week.html", form=form, week=week), 422
    flash("The week is changed.")
    return redirect(url_for(".one_week", slug=week.slug))


def _form(week: PracticeWeek | None = None, **settings: object) -> WeekForm:
    """Everybody who may audit can be chosen, and whoever is in the week already can be kept."""
    leads = reach(current_person(), Role.quality_lead)
    teams = db.session.scalars(select(Team).where(within(leads, Team.id)).order_by(Team.name))
    may_audit = User.active & User.memberships.any(Membership.role == Role.auditor.value)
    present = [person.id for person in week.auditors] if week else []
    auditors = db.session.scalars(
        select(User).where(or_(may_audit, User.id.in_(present))).order_by(User.name)
    )
    return WeekForm(teams=teams, auditors=auditors, **settings)


def _case_counts(week: PracticeWeek) -> dict[str, int]:
    rows = db.session.execute(
        select(CaseFile.selection, func.count())
        .where(CaseFile.week_id == week.id)
        .group_by(CaseFile.selection)
    )
    counts = dict(rows.all())
    return {each.value: counts.get(each.value, 0) for each in Selection} | {"all": sum(counts.values())}
