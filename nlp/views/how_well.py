"""How well themes are found: figures from decisions, training anew, and which model is read with."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core.access import allow, current_person, only_for_the_whole
from core.db import db
from core.pages.drawing import Drawing, Size
from core.pages.house import house
from core.people.models import Role
from nlp.codebook.stored import themes_in_use
from nlp.taught import kept, runs
from nlp.taught.chart import draw_drift, draw_history, draw_theme
from nlp.taught.history import measurings, name_of, of_theme
from nlp.taught.lesson import FEWEST_TO_LEARN
from nlp.taught.models import ModelVersion
from nlp.taught.page import how_well, parts_not_passed
from nlp.taught.promotion import FEWEST_PASSAGES
from nlp.taught.reading_again import read_again_with

blueprint = Blueprint("how_well", __name__, url_prefix="/themes/how-well")
WHO = (Role.quality_lead, Role.administrator)
SIZES: tuple[Size, ...] = ("page", "narrow")


@blueprint.get("/")
@allow(*WHO)
def show() -> ResponseReturnValue:
    only_for_the_whole(*WHO)
    page = how_well(threshold=house().threshold)
    drift = page.drift
    return render_template(
        "nlp/themes_how_well.html",
        page=page,
        drawings={
            "models": _drawn(draw_history, page.history),
            "themeless": _drawn(
                draw_drift, drift.themeless, name="themeless", title="Passages with no theme"
            ),
            "new_words": _drawn(draw_drift, drift.new_words, name="new-words", title="Passages in new words"),
        },
        fewest_to_learn=FEWEST_TO_LEARN,
        fewest_held_back=FEWEST_PASSAGES,
    )


@blueprint.get("/theme/<slug>")
@allow(*WHO)
def theme(slug: str) -> ResponseReturnValue:
    only_for_the_whole(*WHO)
    found = next((one for one in themes_in_use() if one.slug == slug), None) or abort(404)
    measured = of_theme(measurings(), slug)
    drawings = _drawn(draw_theme, measured, label=found.label)
    return render_template("nlp/theme_over_time.html", theme=found, measured=measured, drawings=drawings)


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


@blueprint.get("/use/<int:number>")
@allow(*WHO)
def confirm(number: int) -> ResponseReturnValue:
    """Asked before a model is put in use that did not pass the test."""
    only_for_the_whole(*WHO)
    model = _model_or_404(number)
    not_passed = parts_not_passed(model)
    if not not_passed:
        return redirect(url_for(".show"))
    return render_template("nlp/put_in_use.html", name=name_of(model), number=number, not_passed=not_passed)


@blueprint.post("/use/<int:number>")
@allow(*WHO)
def use(number: int) -> ResponseReturnValue:
    only_for_the_whole(*WHO)
    model = _model_or_404(number, to_change=True)
    not_passed = [part.name for part in parts_not_passed(model)]
    if not_passed and "all_the_same" not in request.form:
        return redirect(url_for(".confirm", number=number))
    kept.put_in_use(model=model, by=current_person().id, not_passed=not_passed)
    flash(f"{name_of(model)} is in use now. What people say from now on is read with it.")
    return redirect(url_for(".show"))


@blueprint.post("/read-again/<int:number>")
@allow(*WHO)
def again(number: int) -> ResponseReturnValue:
    only_for_the_whole(*WHO)
    model = _model_or_404(number, to_change=True)
    if model.number != kept.number_in_use():
        flash("Another model is in use by now. Nothing is read again.", "mind")
        return redirect(url_for(".show"))
    read_again_with(model=model)
    flash("Everything is being read again, new words first.")
    return redirect(url_for("rereading.show"))


def _model_or_404(number: int, *, to_change: bool = False) -> ModelVersion:
    found = select(ModelVersion).where(ModelVersion.number == number)
    model = db.session.scalars(found.with_for_update() if to_change else found).one_or_none()
    return model or abort(404)


def _drawn(draw: Callable[..., Drawing | None], *given: Any, **how: Any) -> dict[Size, Drawing | None]:
    return {size: draw(*given, **how, size=size) for size in SIZES}
