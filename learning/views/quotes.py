"""Choosing the quotes of a summary."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from core.access import allow, current_person
from core.people.models import Role
from learning.errors import NotNowError
from learning.forms import QuoteForm
from learning.models import Summary
from learning.quoting import (
    LONGEST_QUOTE,
    OFFERED,
    NotToQuoteError,
    add_quote,
    quotable,
    remove_quote,
    speaker_in_words,
)
from learning.views.summaries import summary_for_writer


@dataclass(frozen=True)
class NotQuoted:
    """What somebody typed that cannot be quoted, and why."""

    passage_id: UUID | None
    words: str
    why: str


blueprint = Blueprint("quotes", __name__, url_prefix="/learning/summaries/<uuid:summary_id>/quotes")


@blueprint.get("/")
@allow(Role.quality_lead)
def choose(summary_id: UUID) -> ResponseReturnValue:
    return _page(summary_for_writer(summary_id))


@blueprint.post("/")
@allow(Role.quality_lead)
def add(summary_id: UUID) -> ResponseReturnValue:
    summary, form = summary_for_writer(summary_id), QuoteForm()
    passage_id = _uuid(form.passage.data)
    try:
        if passage_id is None:
            raise NotToQuoteError("That quote is not there. Choose one from this page.")
        add_quote(summary=summary, passage_id=passage_id, words=form.words.data or "", by=current_person())
    except NotNowError as error:
        return _page(summary, refused=NotQuoted(passage_id, form.words.data or "", str(error))), 422
    flash("You approved this quote.")
    return redirect(url_for(".choose", summary_id=summary.id, after=request.args.get("after")))


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


def _page(summary: Summary, *, refused: NotQuoted | None = None) -> str:
    passages = quotable(summary, after=_uuid(request.args.get("after")))
    return render_template(
        "learning/quotes.html",
        summary=summary,
        offered=[(passage, speaker_in_words(passage)) for passage in passages],
        more=passages[-1].id if len(passages) == OFFERED else None,
        after=request.args.get("after"),
        refused=refused,
        act=FlaskForm(),
        longest=LONGEST_QUOTE,
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
