"""The duty lead's pages: what needs somebody now, the words, and what was done."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, and_, select
from sqlalchemy.orm import joinedload

from core.access import allow, current_person
from core.db import db
from feedback import alerts
from feedback.duty import WATCHERS, may_see
from feedback.grounds import Told, grounds_of, told_in
from feedback.models import Alert, Response
from feedback.views.forms import CloseAlertForm
from feedback.views.paging import A_PAGE, asked_page

blueprint = Blueprint("alerts", __name__, url_prefix=alerts.ADDRESS)

FIRST_THINGS_FIRST = (
    Alert.level.desc(),
    and_(Alert.level == "urgent", Alert.unsure),
    Alert.id,
)
"""Of what nobody has taken: the urgent and sure, the urgent and unsure, what can wait. The longest waiting first."""


def _mine() -> Select[Alert]:
    return select(Alert).where(may_see(current_person()))


def _alert(alert_id: UUID, *, lock: bool = False) -> Alert:
    wanted = _mine().where(Alert.id == alert_id)
    found = db.session.scalars(wanted.with_for_update(of=Alert) if lock else wanted).one_or_none()
    return found or abort(404)


@blueprint.get("/")
@allow(*WATCHERS)
def inbox() -> ResponseReturnValue:
    page = asked_page()
    mine = _mine().options(
        joinedload(Alert.response).joinedload(Response.collection), joinedload(Alert.acknowledged_by)
    )
    waiting = db.session.scalars(
        mine.where(Alert.acknowledged_at.is_(None)).order_by(*FIRST_THINGS_FIRST)
    ).all()
    held = db.session.scalars(
        mine.where(Alert.acknowledged_at.is_not(None), Alert.closed_at.is_(None)).order_by(Alert.id)
    ).all()
    closed = db.session.scalars(
        mine.where(Alert.closed_at.is_not(None))
        .order_by(Alert.closed_at.desc(), Alert.id)
        .offset((page - 1) * A_PAGE)
        .limit(A_PAGE + 1)
    ).all()
    urgent = [alert for alert in waiting if alert.level == "urgent"]
    return render_template(
        "feedback/alerts.html",
        sure=[alert for alert in urgent if not alert.unsure],
        unsure=[alert for alert in urgent if alert.unsure],
        today=[alert for alert in waiting if alert.level == "review"],
        held=held,
        closed=closed[:A_PAGE],
        page=page,
        more=len(closed) > A_PAGE,
    )


@blueprint.get("/<uuid:alert_id>")
@allow(*WATCHERS)
def show(alert_id: UUID) -> ResponseReturnValue:
    return _page(_alert(alert_id), CloseAlertForm())


@blueprint.post("/<uuid:alert_id>/words")
@allow(*WATCHERS)
def words(alert_id: UUID) -> ResponseReturnValue:
    """The original words. Reading them is an act, so it is a POST and leaves a trail."""
    alert = _alert(alert_id)
    return _page(alert, CloseAlertForm(), told=_read(alert))


@blueprint.post("/<uuid:alert_id>/acknowledge")
@allow(*WATCHERS)
def acknowledge(alert_id: UUID) -> ResponseReturnValue:
    alert = _alert(alert_id, lock=True)
    try:
        alerts.acknowledge(alert=alert, person=current_person())
    except alerts.AlertRefused as refused:
        flash(str(refused), "mind")
    else:
        flash("You have it. Nobody else will be called about it.")
    if "reading" in request.form:
        return _page(alert, CloseAlertForm(), told=_read(alert))
    return redirect(url_for(".show", alert_id=alert_id))


@blueprint.post("/<uuid:alert_id>/close")
@allow(*WATCHERS)
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


def _read(alert: Alert) -> Sequence[Told]:
    """The words, noted as read: only for an answer that is kept, as one that refuses leaves no trail."""
    alerts.note_reading(alert=alert, person=current_person())
    return told_in(alert)


def _page(alert: Alert, form: CloseAlertForm, told: Sequence[Told] | None = None) -> str:
    return render_template(
        "feedback/alert.html",
        alert=alert,
        form=form,
        told=told,
        title=alerts.title_of(alert),
        grounds=grounds_of(alert),
    )
