"""A published summary, for everybody who has its address."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core.access import ANYONE, allow
from core.db import db
from learning.models import State, Summary
from learning.outputs import verified_pdf
from learning.periods import period_in_words
from learning.views.summaries import pdf_response

blueprint = Blueprint("learned", __name__, url_prefix="/learned")


@blueprint.get("/<address>")
@allow(ANYONE)
def read(address: str) -> ResponseReturnValue:
    summary = _published_or_404(address)
    later = db.session.scalar(
        select(Summary).where(Summary.supersedes_id == summary.id, Summary.state == State.published)
    )
    return render_template(
        "learning/learned.html",
        summary=summary,
        data=summary.frozen,
        narrative=summary.words,
        later=later,
        period=period_in_words(summary.period_start, summary.period_end),
    )


@blueprint.get("/<address>/<any(committee, children):kind>.pdf")
@allow(ANYONE)
def pdf(address: str, kind: str) -> ResponseReturnValue:
    summary = _published_or_404(address)
    output = next((output for output in summary.outputs if output.kind == kind), None) or abort(404)
    return pdf_response(verified_pdf(output), f"{kind}-{summary.period_end:%Y-%m}.pdf")


def _published_or_404(address: str) -> Summary:
    if "\0" in address:
        abort(404)
    found = db.session.scalar(
        select(Summary).where(Summary.address == address, Summary.state == State.published)
    )
    return found or abort(404)
