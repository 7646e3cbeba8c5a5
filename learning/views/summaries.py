"""Learning summaries: draft, write up, approve, publish."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.access import Reach, allow, current_person, reach
from core.days import day_in_words, now, saved_in_words, today
from core.db import db
from core.people.models import Role, ServiceArea
from core.people.services import authority
from learning.beside import why_it_does_not_stand_beside
from learning.differencing import TooCloseError
from learning.errors import ChangedMeanwhileError, NotNowError
from learning.filters import asked, places
from learning.forms import PeriodForm, WordsForm, lines_of
from learning.models import State, Summary
from learning.outputs import ask_for_outputs, verified_pdf
from learning.pdf.pages import Kind, pages_of
from learning.pdf.render import DrawingError, draw_pdf
from learning.periods import period_in_words
from learning.pictures import shipped_pictures
from learning.publication import (
    approve,
    change_words,
    draft_summary,
    new_edition,
    publish,
    reopen,
    set_recipients,
    take_figures_again,
    throw_away,
)
from learning.scope import NoSuchScopeError, covers, scope_of
from learning.tables import tables_of
from learning.work import MOST_TRIES

WRITERS = (Role.quality_lead,)
READERS = (Role.quality_lead, Role.administrator)

blueprint = Blueprint("summaries", __name__, url_prefix="/learning/summaries")


@blueprint.get("/")
@allow(*READERS)
def every() -> ResponseReturnValue:
    rows = db.session.scalars(
        select(Summary)
        .options(
            selectinload(Summary.team), selectinload(Summary.service_area).selectinload(ServiceArea.teams)
        )
        .order_by(Summary.period_end.desc(), Summary.id.desc())
    )
    readers = reach(current_person(), *READERS)
    mine = [summary for summary in rows if _may_read(summary, readers)]
    return render_template("learning/summaries.html", summaries=mine, period_in_words=period_in_words)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*WRITERS)
def new() -> ResponseReturnValue:
    found = reach(current_person(), *WRITERS)
    months = {name: request.args.get(name) for name in ("first", "last")}
    form = PeriodForm(places=places(found), today=today(), **months)
    if not form.validate_on_submit():
        return render_template("learning/new_summary.html", form=form), 422 if form.errors else 200
    start, end = form.period
    try:
        wanted = asked({"where": form.where.data}, reach=found, today=today()).scope
    except NoSuchScopeError:
        abort(404)
    scope = scope_of(start=start, end=end, team_id=wanted.team_id, service_area_id=wanted.service_area_id)
    summary = draft_summary(scope=scope, on=today(), by=current_person())
    flash("The figures are frozen, and there are first words to start from.")
    return redirect(url_for(".one", summary_id=summary.id))


@blueprint.get("/<uuid:summary_id>")
@allow(*READERS)
def one(summary_id: UUID) -> ResponseReturnValue:
    summary = _summary_to_read(summary_id)
    writes = _covered(summary, reach(current_person(), *WRITERS))
    open_to_change = writes and summary.stage is not State.published
    return render_template(
        "learning/summary.html",
        summary=summary,
        writes=writes,
        refused=why_it_does_not_stand_beside(summary) if open_to_change else None,
        inside=_covered(summary, reach(current_person(), *READERS)),
        most_tries=MOST_TRIES,
        data=summary.frozen,
        narrative=summary.words,
        tables=tables_of(summary.frozen),
        period=period_in_words(summary.period_start, summary.period_end),
        taken_on=day_in_words(summary.frozen.frozen_on),
        kinds=list(Kind),
        act=FlaskForm(),
    )


@blueprint.route("/<uuid:summary_id>/words", methods=["GET", "POST"])
@allow(*WRITERS)
def words(summary_id: UUID) -> ResponseReturnValue:
    summary = summary_for_writer(summary_id)
    form = _words_form(summary)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _keep(summary, form)
        except NotNowError as error:
            form.title.errors = [str(error)]
            status = 409 if isinstance(error, ChangedMeanwhileError) else 422
        else:
            flash("Saved.")
            return redirect(url_for(".one", summary_id=summary.id))
    return (
        render_template(
            "learning/words.html", form=form, summary=summary, pictures=shipped_pictures().pictures
        ),
        status,
    )


@blueprint.post("/<uuid:summary_id>/words/kept")
@allow(*WRITERS)
def keep_words(summary_id: UUID) -> ResponseReturnValue:
    """Save the words while they are being written."""
    summary = summary_for_writer(summary_id)
    form = _words_form(summary)
    if not form.validate():
        wrong = next(error for errors in form.errors.values() for error in errors)
        return {"says": f"Not saved yet. {wrong}"}, 422
    try:
        _keep(summary, form)
    except NotNowError as error:
        return {"says": f"Not saved. {error}"}, 409
    return {"says": f"Saved {saved_in_words(now(), on=today())}", "revision": summary.revision}


def _words_form(summary: Summary) -> WordsForm:
    told = [recipient.address for recipient in summary.recipients]
    return WordsForm.of(summary.title, summary.words, told, summary.revision)


def _keep(summary: Summary, form: WordsForm) -> None:
    change_words(
        summary=summary,
        title=form.title.data,
        narrative=form.narrative,
        revision=int(form.revision.data) if str(form.revision.data).isdigit() else 0,
        by=current_person(),
    )
    set_recipients(summary=summary, addresses=lines_of(form.recipients.data))


@blueprint.get("/<uuid:summary_id>/<any(committee, children):kind>.pdf")
@allow(*READERS)
def pdf(summary_id: UUID, kind: str) -> ResponseReturnValue:
    """The finished PDF, or how it would look now."""
    summary = _summary_to_read(summary_id)
    made = next((output for output in summary.outputs if output.kind == kind), None)
    try:
        body = (
            verified_pdf(made)
            if made
            else draw_pdf(pages_of(summary.content, Kind(kind), logo=authority().logo))
        )
    except DrawingError:
        return render_template("learning/not_drawn.html", summary=summary), 503
    return pdf_response(body, f"{kind}-{summary.period_start:%Y-%m}-to-{summary.period_end:%Y-%m}.pdf")


@blueprint.post("/<uuid:summary_id>/<any(approve, reopen, draw, figures, publish, edition, discard):step>")
@allow(*WRITERS)
def move(summary_id: UUID, step: str) -> ResponseReturnValue:
    summary = summary_for_writer(summary_id)
    try:
        onward, told = _steps[step](summary)
        flash(told)
    except (NotNowError, TooCloseError) as error:
        flash(str(error), "mind")
        onward = summary
    return redirect(url_for(".one", summary_id=onward.id) if onward else url_for(".every"))


def _approve(summary: Summary) -> tuple[Summary, str]:
    approve(summary=summary, by=current_person(), seen=request.form.get("seen", ""))
    return summary, "Approved. The PDFs are being made: that takes less than a minute."


def _reopen(summary: Summary) -> tuple[Summary, str]:
    reopen(summary=summary)
    return summary, "It is a draft again."


def _draw(summary: Summary) -> tuple[Summary, str]:
    ask_for_outputs(summary=summary)
    return summary, "We are trying again. Look again in a minute."


def _figures(summary: Summary) -> tuple[Summary, str]:
    take_figures_again(summary=summary, on=today())
    return (
        summary,
        "The figures are those of today. Your words are as they were: read them again beside the figures.",
    )


def _publish(summary: Summary) -> tuple[Summary, str]:
    publish(summary=summary, by=current_person())
    return summary, "Published. The people on the list get a mail with the link."


def _edition(summary: Summary) -> tuple[Summary, str]:
    later = new_edition(summary=summary, by=current_person())
    return later, f"This is edition {later.edition}. Change the words that were wrong, then publish it."


def _discard(summary: Summary) -> tuple[None, str]:
    throw_away(summary=summary, by=current_person(), seen=request.form.get("seen", ""))
    return None, "The draft is thrown away."


_steps: dict[str, Callable[[Summary], tuple[Summary | None, str]]] = {
    "approve": _approve,
    "reopen": _reopen,
    "draw": _draw,
    "figures": _figures,
    "publish": _publish,
    "edition": _edition,
    "discard": _discard,
}


def pdf_response(body: bytes, filename: str) -> Response:
    """A PDF that the browser may show."""
    return Response(
        body,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{filename}"'},
    )


def summary_for_writer(summary_id: UUID) -> Summary:
    """The summary, or 404 where there is none that this person may write. Locked while it is being changed."""
    wanted = select(Summary).where(Summary.id == summary_id)
    if request.method == "POST":
        wanted = wanted.with_for_update(of=Summary).execution_options(populate_existing=True)
    summary = db.session.scalar(wanted)
    if summary is None or not _covered(summary, reach(current_person(), *WRITERS)):
        abort(404)
    return summary


def _summary_to_read(summary_id: UUID) -> Summary:
    summary = db.session.get(Summary, summary_id)
    if summary is None or not _may_read(summary, reach(current_person(), *READERS)):
        abort(404)
    return summary


def _may_read(summary: Summary, found: Reach) -> bool:
    return _covered(summary, found) or (summary.stage is State.published and not found.nothing)


def _covered(summary: Summary, found: Reach) -> bool:
    return covers(found, team_id=summary.team_id, area=summary.service_area)
