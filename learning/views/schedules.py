"""Schedules of summaries."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.access import allow, current_person, reach
from core.clock import CronRefused, Schedule
from core.days import today
from core.db import db
from core.people.models import Role, ServiceArea, Team
from learning.filters import AREA, asked, places
from learning.forms import OTHER, ScheduleForm, how_often, lines_of
from learning.schedules import (
    KIND,
    ScheduledScope,
    all_schedules,
    alter_schedule,
    make_schedule,
    next_runs,
    recipients_of,
)
from learning.scope import NoSuchScopeError

blueprint = Blueprint("schedules", __name__, url_prefix="/learning/schedules")


@blueprint.get("/")
@allow(Role.quality_lead)
def every() -> ResponseReturnValue:
    _whole_authority_or_404()
    shown = [(schedule, next_runs(schedule) if schedule.enabled else []) for schedule in all_schedules()]
    return render_template("learning/schedules.html", schedules=shown)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.quality_lead)
def new() -> ResponseReturnValue:
    form = ScheduleForm(places=_whole_authority_or_404())
    if form.validate_on_submit():
        try:
            made = make_schedule(
                name=form.name.data,
                cron=form.cron_line,
                scope=_scope(form),
                recipients=lines_of(form.recipients.data),
            )
        except CronRefused as error:
            form.cron.errors = [str(error)]
        else:
            flash(f"Saved. It runs next on {next_runs(made)[0]}.")
            return redirect(url_for(".every"))
    return render_template("learning/schedule.html", form=form, schedule=None, runs=[]), (
        422 if form.errors else 200
    )


@blueprint.route("/<uuid:schedule_id>", methods=["GET", "POST"])
@allow(Role.quality_lead)
def one(schedule_id: UUID) -> ResponseReturnValue:
    offered = _whole_authority_or_404()
    schedule = db.session.get(Schedule, schedule_id)
    if schedule is None or schedule.kind != KIND:
        abort(404)
    scope = ScheduledScope.model_validate(schedule.scope)
    form = ScheduleForm(
        places=offered,
        data={
            "name": schedule.name,
            "where": _where(scope),
            "months": scope.months,
            "when": how_often(schedule.cron),
            "cron": schedule.cron if how_often(schedule.cron) == OTHER else "",
            "recipients": "\n".join(recipients_of(schedule)),
            "enabled": schedule.enabled,
        },
    )
    if form.validate_on_submit():
        try:
            alter_schedule(
                schedule=schedule,
                name=form.name.data,
                cron=form.cron_line,
                scope=_scope(form),
                recipients=lines_of(form.recipients.data),
                enabled=form.enabled.data,
            )
        except CronRefused as error:
            form.cron.errors = [str(error)]
        else:
            flash("Saved.")
            return redirect(url_for(".every"))
    page = render_template("learning/schedule.html", form=form, schedule=schedule, runs=next_runs(schedule))
    return page, 422 if form.errors else 200


def _whole_authority_or_404() -> list[tuple[str, str]]:
    found = reach(current_person(), Role.quality_lead)
    if not found.everything:
        abort(404)
    return places(found)


def _scope(form: ScheduleForm) -> ScheduledScope:
    try:
        found = asked(
            {"where": form.where.data},
            reach=reach(current_person(), Role.quality_lead),
            today=today(),
        ).scope
    except NoSuchScopeError:
        abort(404)
    return ScheduledScope(
        months=form.months.data, team_id=found.team_id, service_area_id=found.service_area_id
    )


def _where(scope: ScheduledScope) -> str:
    if scope.team_id is not None:
        team = db.session.get(Team, scope.team_id)
        return team.slug if team else ""
    if scope.service_area_id is not None:
        area = db.session.get(ServiceArea, scope.service_area_id)
        return AREA + area.slug if area else ""
    return ""
