"""The duty lead's pages: what needs somebody now, the words, and what was done."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from core.access import allow, current_person, reach, within
from core.db import db
from core.people.models import Role
from feedback import alerts
from feedback.grounds import Told, grounds_of, told_in
from feedback.models import Alert, Response
from feedback.views.forms import CloseAlertForm

blueprint = Blueprint("alerts", __name__, url_prefix=alerts.ADDRESS)

LONGEST_LIST = 200
FIRST_THINGS_FIRST = (
    Alert.closed_at.is_not(None),
    Alert.acknowledged_at.is_not(None),
    Alert.level.desc(),
    # Of what is taken no one thing is to be looked at before another.
    and_(Alert.acknowledged_at.is_(None), Alert.level == "urgent", Alert.unsure),
    Alert.id.desc(),
)


def _alert(alert_id: UUID, *, lock: bool = False) -> Alert:
    found = db.session.get(Alert, alert_id, with_for_update={"of": Alert} if lock else None)
    if found is None or not reach(current_person(), Role.duty_lead).covers(found.team_id):
        abort(404)
    return found


@blueprint.get("/")
@allow(Role.duty_lead)
def inbox() -> ResponseReturnValue:
    mine = within(reach(current_person(), Role.duty_lead), Alert.team_id)
    found = db.session.scalars(
        select(Alert)
        .where(mine)
        .options(
            joinedload(Alert.response).joinedload(Response.collection), joinedload(Alert.acknowledged_by)
        )
        .order_by(*FIRST_THINGS_FIRST)
        .limit(LONGEST_LIST)
    ).all()
    waiting = [alert for alert in found if alert.acknowledged_at is None]
    urgent = [alert for alert in waiting if alert.level == "urgent"]
    return render_template(
        "feedback/alerts.html",
        sure=[alert for alert in urgent if not alert.unsure],
        unsure=[alert for alert in urgent if alert.unsure],
        today=[alert for alert in waiting if alert.level == "review"],
        held=[alert for alert in found if alert.acknowledged_at and alert.closed_at is None],
        closed=[alert for alert in found if alert.closed_at],
    )


@blueprint.get("/<uuid:alert_id>")
@allow(Role.duty_lead)
def show(alert_id: UUID) -> ResponseReturnValue:
    return _page(_alert(alert_id), CloseAlertForm())


@blueprint.post("/<uuid:alert_id>/words")
@allow(Role.duty_lead)
def words(alert_id: UUID) -> ResponseReturnValue:
    """The original words. Reading them is an act, so it is a POST and leaves a trail."""
    alert = _alert(alert_id)
    alerts.note_reading(alert=alert, person=current_person())
    return _page(
        alert,
        CloseAlertForm(),
        told=told_in(alert),
    )


@blueprint.post("/<uuid:alert_id>/acknowledge")
@allow(Role.duty_lead)
def acknowledge(alert_id: UUID) -> ResponseReturnValue:
    alert = _alert(alert_id, lock=True)
    try:
        alerts.acknowledge(alert=alert, person=current_person())
    except alerts.AlertRefused as refused:
        flash(str(refused), "mind")
    else:
        flash("You have it. Nobody else will be called about it.")
    return redirect(url_for(".show", alert_id=alert_id))


@blueprint.post("/<uuid:alert_id>/close")
@allow(Role.duty_lead)
def close(alert_id: UUID) -> ResponseReturnValue:
    alert = _alert(alert_id, lock=True)
    form = CloseAlertForm()
    if not form.validate_on_submit():
        return _page(alert, form), 422
    try:
        alerts.close(alert=alert, person=current_person(), because=form.because.data)
    except alerts.AlertRefused as refused:
        form.because.errors = [str(refused)]
        return _page(alert, form), 409
    flash("Closed, with your reason.")
    return redirect(url_for(".inbox"))


def _page(alert: Alert, form: CloseAlertForm, told: Sequence[Told] | None = None) -> str:
    return render_template(
        "feedback/alert.html",
        alert=alert,
        form=form,
        told=told,
        title=alerts.title_of(alert),
        grounds=grounds_of(alert),
    )
