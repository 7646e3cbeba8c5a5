"""New and rising words: what more people speak of than before and no theme covers yet."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core.access import allow, current_person, reach
from core.db import db
from core.jobs import nudge
from core.jobs.queue import waiting
from core.people.models import Role
from nlp.codebook.changes import CannotChange
from nlp.codebook.draft import draft_now
from nlp.codebook.listing import listed
from nlp.review.page import SPEAKERS
from nlp.rising import feed as rising_feed
from nlp.rising.jobs import LOOK, two_periods
from nlp.rising.models import RisingTerm, TermAnswer

blueprint = Blueprint("rising", __name__, url_prefix="/themes/rising")


@blueprint.get("/")
@allow(Role.quality_lead)
def feed() -> ResponseReturnValue:
    found = reach(current_person(), Role.quality_lead)
    look = rising_feed.last_look()
    draft = draft_now()
    terms = rising_feed.rising_terms() if look else []
    return render_template(
        "nlp/rising.html",
        look=look,
        periods=two_periods(look.period) if look else None,
        terms=[(term, rising_feed.examples_of(term, look, found)) for term in terms] if look else [],
        answers=rising_feed.answers_so_far(),
        themes=listed(draft.codebook) if draft else [],
        may_answer=found.everything,
        looking=bool(waiting(LOOK)),
        speakers=SPEAKERS,
    )


@blueprint.post("/look")
@allow(Role.quality_lead)
def look_again() -> ResponseReturnValue:
    if not waiting(LOOK):
        nudge(LOOK)
    flash("We look through what people said. Come back in a minute.")
    return redirect(url_for(".feed"))


@blueprint.post("/add")
@allow(Role.quality_lead)
def add() -> ResponseReturnValue:
    term, theme = _term_or_404(), request.form.get("theme", "")
    if theme == "new":
        rising = db.session.scalars(select(RisingTerm.id).where(RisingTerm.term == term)).first()
        return redirect(url_for("codebook.new", rising=rising))
    try:
        rising_feed.add_to_theme(term=term, theme=theme, by=current_person().id)
    except CannotChange as problem:
        flash(f"Not added. {problem}", "mind")
        return redirect(url_for(".feed"))
    except KeyError:
        flash(f"Choose a theme for “{term}”.", "mind")
        return redirect(url_for(".feed"))
    flash(f"“{term}” is on this theme’s list in the draft. It counts once you publish.")
    return redirect(url_for("codebook.edit", slug=theme))


@blueprint.post("/not-interesting")
@allow(Role.quality_lead)
def not_interesting() -> ResponseReturnValue:
    term = _term_or_404()
    rising_feed.not_interesting(term=term, by=current_person().id)
    flash(f"“{term}” is not shown any more.")
    return redirect(url_for(".feed"))


@blueprint.post("/show-again")
@allow(Role.quality_lead)
def show_again() -> ResponseReturnValue:
    rising_feed.show_again(term=_term_or_404())
    return redirect(url_for(".feed"))


def _term_or_404() -> str:
    """A term that was shown. The codebook is the authority's: whoever reaches one team only may not change it."""
    term = request.form.get("term", "")
    if not reach(current_person(), Role.quality_lead).everything or "\0" in term:
        abort(404)
    for shown in (RisingTerm, TermAnswer):
        if db.session.scalars(select(shown.id).where(shown.term == term)).first():
            return term
    abort(404)
