"""How well themes are found: figures from decisions, training anew, and which model is read with."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core.access import allow, current_person, only_for_the_whole
from core.db import db
from core.pages.house import house
from core.people.models import Role
from nlp.taught import kept, runs
from nlp.taught.chart import draw_history
from nlp.taught.models import ModelVersion
from nlp.taught.page import how_well, name_of
from nlp.taught.reading_again import read_again_with

blueprint = Blueprint("how_well", __name__, url_prefix="/themes/how-well")
WHO = (Role.quality_lead, Role.administrator)


@blueprint.get("/")
@allow(*WHO)
def show() -> ResponseReturnValue:
    only_for_the_whole(*WHO)
    page = how_well(threshold=house().threshold)
    drawings: dict[str, Any] = {
        "page": draw_history(page.history, size="page"),
        "narrow": draw_history(page.history, size="narrow"),
    }
    return render_template("nlp/themes_how_well.html", page=page, drawings=drawings)


@blueprint.post("/<any(train, measure):kind>")
@allow(*WHO)
def begin(kind: runs.Kind) -> ResponseReturnValue:
    only_for_the_whole(*WHO)
    try:
        runs.ask(kind=kind, by=current_person().id)
        flash("It begins within a minute. You may leave this page: it goes on without you.")
    except runs.AlreadyGoing:
        flash("One is going on already. Another can begin when it is done.", "mind")
    return redirect(url_for(".show"))


@blueprint.post("/use/<int:number>")
@allow(*WHO)
def use(number: int) -> ResponseReturnValue:
    only_for_the_whole(*WHO)
    model = _model_or_404(number)
    kept.put_in_use(model=model, by=current_person().id)
    flash(f"{name_of(model)} is in use now. What people say from now on is read with it.")
    return redirect(url_for(".show"))


@blueprint.post("/read-again/<int:number>")
@allow(*WHO)
def again(number: int) -> ResponseReturnValue:
    only_for_the_whole(*WHO)
    read_again_with(model=_model_or_404(number))
    flash("Everything is being read again, new words first.")
    return redirect(url_for("rereading.show"))


def _model_or_404(number: int) -> ModelVersion:
    model = db.session.scalars(
        select(ModelVersion).where(ModelVersion.number == number).with_for_update()
    ).one_or_none()
    return model or abort(404)
