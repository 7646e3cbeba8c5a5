"""Choosing the quotes of a summary."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from core.access import allow, current_person
from core.people.models import Role
from learning.errors import NotNowError
from learning.forms import QuoteForm
from learning.quoting import LONGEST_QUOTE, add_quote, quotable, remove_quote, speaker_in_words
from learning.views.summaries import summary_for_writer

blueprint = Blueprint("quotes", __name__, url_prefix="/learning/summaries/<uuid:summary_id>/quotes")


@blueprint.get("/")
@allow(Role.quality_lead)
def choose(summary_id: UUID) -> ResponseReturnValue:
    summary = summary_for_writer(summary_id)
    offered = [(passage, speaker_in_words(passage)) for passage in quotable(summary)]
    return render_template(
        "learning/quotes.html", summary=summary, offered=offered, act=FlaskForm(), longest=LONGEST_QUOTE
    )


@blueprint.post("/")
@allow(Role.quality_lead)
def add(summary_id: UUID) -> ResponseReturnValue:
    summary, form = summary_for_writer(summary_id), QuoteForm()
    try:
        add_quote(
            summary=summary,
            passage_id=UUID(form.passage.data or ""),
            words=form.words.data or "",
            by=current_person(),
        )
        flash("You approved this quote.")
    except NotNowError as error:
        flash(str(error), "mind")
    except ValueError:
        flash("That quote is not there. Choose one from this page.", "mind")
    return redirect(url_for(".choose", summary_id=summary.id))


@blueprint.post("/<uuid:quote_id>/remove")
@allow(Role.quality_lead)
def remove(summary_id: UUID, quote_id: UUID) -> ResponseReturnValue:
    summary = summary_for_writer(summary_id)
    try:
        remove_quote(summary=summary, quote_id=quote_id)
        flash("That quote is out.")
    except NotNowError as error:
        flash(str(error), "mind")
    return redirect(url_for(".choose", summary_id=summary.id))
