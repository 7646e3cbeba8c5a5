"""The case list of a practice week: bring it in, draw from it, share it out."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select

from audit import intake, planning
from audit.allocation import is_conflict
from audit.case_list import CaseList, UnreadableList
from audit.forms import CaseListForm, GiveForm, SampleForm
from audit.models import CaseFile, CaseUpload, PracticeWeek, Review
from audit.scope import case_to_lead, leads_week, week_to_lead, week_to_see
from core.access import allow, current_person, reach
from core.db import db
from core.people.models import Role, User

blueprint = Blueprint("cases", __name__, url_prefix="/audit")


@blueprint.get("/weeks/<slug>/cases")
@allow(Role.quality_lead)
def case_list(slug: str) -> ResponseReturnValue:
    """The week's case files in reach, with who holds each."""
    week = week_to_see(current_person(), slug)
    leads = reach(current_person(), Role.quality_lead)
    cases = [case for case in intake.cases_of(week) if leads.covers(case.team_id)]
    return render_template(
        "audit/case_list.html",
        week=week,
        cases=cases,
        holders=_holder_names(week),
        to_share_out=len(planning.cases_to_share_out(week)),
        may_change=leads_week(current_person(), week),
        act=FlaskForm(),
    )


@blueprint.route("/weeks/<slug>/cases/upload", methods=["GET", "POST"])
@allow(Role.quality_lead)
def upload(slug: str) -> ResponseReturnValue:
    """Send a case list to be checked. Nothing is taken in yet."""
    week = week_to_lead(current_person(), slug)
    form = CaseListForm()
    if not form.validate_on_submit():
        return render_template("audit/upload.html", week=week, form=form), 422 if form.errors else 200
    content: bytes = form.file.data.read()
    try:
        intake.read_for_week(week=week, content=content)
    except UnreadableList as problem:
        form.file.errors = [str(problem)]
        return render_template("audit/upload.html", week=week, form=form), 422
    kept = intake.keep_upload(week=week, content=content, sent_by=current_person().id)
    return redirect(url_for(".checked", slug=week.slug, upload_id=kept.id))


@blueprint.route("/weeks/<slug>/cases/upload/<uuid:upload_id>", methods=["GET", "POST"])
@allow(Role.quality_lead)
def checked(slug: str, upload_id: UUID) -> ResponseReturnValue:
    """What a checked list holds. Sending the page takes it in, all of it or only the good rows."""
    week = week_to_lead(current_person(), slug)
    found = _own_upload(week, upload_id)
    if found is None:
        flash(
            "That list was taken in already, or it waited for more than a day. These are the cases.", "mind"
        )
        return redirect(url_for(".case_list", slug=week.slug))
    listed = intake.read_for_week(week=week, content=found.content)
    form = FlaskForm()
    only_good = request.form.get("only-good") == "yes"
    if not form.validate_on_submit() or not listed.cases or (listed.bad_rows and not only_good):
        status = 422 if request.method == "POST" else 200
        return render_template(
            "audit/checked.html", week=week, listed=listed, form=form, teams=_per_team(week, listed)
        ), status
    count = intake.take_in(week=week, cases=listed.cases)
    intake.drop_upload(upload=found)
    flash(f"{count} case{'s' if count > 1 else ''} taken in. Next, draw the sample.")
    return redirect(url_for(".sample", slug=week.slug))


@blueprint.route("/weeks/<slug>/sample", methods=["GET", "POST"])
@allow(Role.quality_lead)
def sample(slug: str) -> ResponseReturnValue:
    """Draw the sample of a week."""
    week = week_to_lead(current_person(), slug)
    total = len(intake.cases_of(week))
    form = SampleForm(
        data={"size": min(total, 12) or None, "reserves": min(max(total - 12, 0), 5), "seed": week.seed}
    )
    if not form.validate_on_submit():
        return render_template(
            "audit/sample.html", week=week, form=form, total=total
        ), 422 if form.errors else 200
    try:
        chosen = planning.draw(
            week=week, size=form.size.data, reserves=form.reserves.data, seed=form.seed.data
        )
    except planning.SampleIsFixed:
        form.size.errors = ["Cases were given out already, so the sample stays as it is."]
        return render_template("audit/sample.html", week=week, form=form, total=total), 422
    flash(
        "One case is chosen. Look at it, then share it out."
        if chosen == 1
        else f"{chosen} cases are chosen. Look at them, then share them out."
    )
    return redirect(url_for(".case_list", slug=week.slug))


@blueprint.post("/weeks/<slug>/share-out")
@allow(Role.quality_lead)
def share_out(slug: str) -> ResponseReturnValue:
    """Give every chosen case without an auditor to one."""
    week = week_to_lead(current_person(), slug)
    result = planning.share_out(week=week)
    if result.without_auditor:
        numbers = ", ".join(str(case.number) for case in result.without_auditor)
        flash(f"Nobody may take case {numbers}: each auditor is too close to it. Add an auditor.", "mind")
    if result.made:
        flash("One review is given out." if result.made == 1 else f"{result.made} reviews are given out.")
    elif not result.without_auditor:
        flash("Every chosen case has its auditor already.")
    return redirect(url_for(".case_list", slug=week.slug))


@blueprint.route("/cases/<uuid:case_id>/give", methods=["GET", "POST"])
@allow(Role.quality_lead)
def give(case_id: UUID) -> ResponseReturnValue:
    """Give a case to another auditor, out of those who may take it."""
    case = case_to_lead(current_person(), case_id)
    form = GiveForm(auditors=_who_may_take(case))
    if not form.validate_on_submit():
        return _show_giving(case, form, 422 if form.errors else 200)
    auditor = db.session.get(User, UUID(form.auditor.data)) or abort(404)
    try:
        planning.give_case_to(case=case, auditor=auditor)
    except planning.PartlySent:
        form.auditor.errors = ["Its auditor has sent in a review of it, so the case stays with them."]
    except planning.NobodyHolds:
        form.auditor.errors = ["Nobody has this case now. Share it out from the list of cases."]
    except planning.TooClose:
        form.auditor.errors = ["They are too close to this case, or cannot audit now. Choose somebody else."]
    else:
        flash(f"Case {case.number} is with {auditor.name} now.")
        return redirect(url_for(".case_list", slug=case.week.slug))
    return _show_giving(case, form, 422)


@blueprint.post("/cases/<uuid:case_id>/set-aside")
@allow(Role.quality_lead)
def set_aside(case_id: UUID) -> ResponseReturnValue:
    """Take a case that cannot be used out of the sample; the next reserve steps in."""
    case = case_to_lead(current_person(), case_id)
    try:
        stepping_in = planning.set_aside(case=case)
    except planning.SampleIsFixed:
        flash("Its auditor has begun to write, so the case stays in the sample.", "mind")
    else:
        after = (
            f"Case {stepping_in.number} steps in: share it out next."
            if stepping_in
            else "No reserve is left."
        )
        flash(f"Case {case.number} is set aside. {after}")
    return redirect(url_for(".case_list", slug=case.week.slug))


def _show_giving(case: CaseFile, form: GiveForm, status: int) -> ResponseReturnValue:
    return render_template("audit/give.html", case=case, form=form, act=FlaskForm()), status


def _own_upload(week: PracticeWeek, upload_id: UUID) -> CaseUpload | None:
    """A list that this person sent for this week, None where it is not there (any more)."""
    found = db.session.get(CaseUpload, upload_id)
    return found if found and found.week_id == week.id and found.sent_by == current_person().id else None


def _holder_names(week: PracticeWeek) -> dict[UUID, str]:
    rows = db.session.execute(
        select(Review.case_file_id, User.name)
        .join(User, User.id == Review.auditor_id)
        .where(Review.week_id == week.id)
        .distinct()
    )
    return dict(rows.all())


def _who_may_take(case: CaseFile) -> list[User]:
    close = {
        each.id: is_conflict(planning.to_allocate(case), each)
        for each in planning.auditors_at_hand(case.week)
    }
    return [person for person in case.week.auditors if close.get(person.id) is False]


def _per_team(week: PracticeWeek, listed: CaseList) -> list[tuple[str, int]]:
    return [(team.name, sum(case.team_id == team.id for case in listed.cases)) for team in week.teams]
