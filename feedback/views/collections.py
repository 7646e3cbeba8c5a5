"""Collections for staff: what is being asked, of whom, the link and poster, opening and closing."""

import io
from dataclasses import fields
from typing import Any

import segno
from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from core.access import allow, current_person, reach, within
from core.days import months_in_words, today
from core.db import db
from core.people.models import Role, Team
from core.questions.forms import form_for
from core.settings import settings
from feedback import collecting, counting
from feedback.models import Collection
from feedback.readers import also_reads, may_read
from feedback.shipped import SHIPPED
from feedback.views.forms import CollectionForm

blueprint = Blueprint("collections", __name__, url_prefix="/collections")

SEERS = (Role.quality_lead, Role.administrator, Role.team_manager, Role.duty_lead)
MAKERS = (Role.quality_lead, Role.administrator)
TAKEN = "Another collection has this short name. Choose a different one."
STAYS = {
    "questions": "People have answered these questions, so they stay. Make a new collection.",
    "team": "People have answered, so it stays with this team: other people would read them. Make a new collection.",
    "managers_read": "People have answered and were not told this, so it stays off. Make a new collection.",
    "retention_months": "People have answered who were told {told}. It can only be shorter.",
}


def reachable(slug: str, *roles: Role) -> Collection:
    """The collection at this address where the person reaches its team in one of these roles; else 404."""
    found = db.session.scalars(select(Collection).where(Collection.slug == slug)).one_or_none()
    if found is None or not reach(current_person(), *roles).covers(found.team_id):
        abort(404)
    return found


def _form(collection: Collection | None = None) -> CollectionForm:
    form = CollectionForm(data=_values_of(collection) if collection else None)
    mine = reach(current_person(), *MAKERS)
    teams = db.session.scalars(select(Team).where(within(mine, Team.id)).order_by(Team.name))
    everywhere = [SelectChoice("", "The whole service")] if mine.everything else []
    form.team.choices = everywhere + [SelectChoice(str(team.id), team.name) for team in teams]
    form.questions.choices = [SelectChoice(key, asked.title.said()) for key, asked in SHIPPED.items()]
    return form


def _values_of(collection: Collection) -> dict[str, Any]:
    """The collection as its form shows it."""
    return {
        **{part.name: getattr(collection, part.name) for part in fields(collecting.CollectionValues)},
        "questions": collection.asks.key,
        "team": str(collection.team_id or ""),
        "managers_read": "yes" if collection.managers_read else "no",
    }


@blueprint.get("/")
@allow(*SEERS)
def everything() -> ResponseReturnValue:
    mine = reach(current_person(), *SEERS)
    found = db.session.scalars(
        select(Collection)
        .where(within(mine, Collection.team_id))
        .order_by(Collection.open.desc(), Collection.title)
    ).all()
    readable = [collection for collection in found if may_read(current_person(), collection)]
    return render_template(
        "feedback/collections.html",
        collections=found,
        numbers=counting.responses_of(found),
        readable=readable,
        to_read=counting.to_read_in(readable),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*MAKERS)
def new() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _form_page(form), 422 if form.errors else 200
    try:
        made = collecting.create(form.values, questions=SHIPPED[form.questions.data])
    except collecting.SlugTaken:
        form.slug.errors = [TAKEN]
        return _form_page(form), 422
    flash("Made. It is not open yet: look at the questions, then open it.")
    return redirect(url_for(".show", slug=made.slug))


@blueprint.get("/<slug>")
@allow(*SEERS)
def show(slug: str) -> ResponseReturnValue:
    collection = reachable(slug, *SEERS)
    return render_template(
        "feedback/collection.html",
        collection=collection,
        takes_answers=collection.takes_answers(on=today()),
        address=_address(collection),
        months=counting.by_month(collection),
        total=counting.responses_of([collection]).get(collection.id, 0),
        may_read=may_read(current_person(), collection),
        also_reads=also_reads(collection),
        may_change=reach(current_person(), *MAKERS).covers(collection.team_id),
    )


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@allow(*MAKERS)
def edit(slug: str) -> ResponseReturnValue:
    collection = reachable(slug, *MAKERS)
    form = _form(collection)
    if not form.validate_on_submit():
        return _form_page(form, collection), 422 if form.errors else 200
    try:
        collecting.change(collection, form.values, questions=SHIPPED[form.questions.data])
    except collecting.SlugTaken:
        form.slug.errors = [TAKEN]
    except collecting.AnswersAreIn as refused:
        told = months_in_words(collection.retention_months)
        form[refused.promised].errors = [STAYS[refused.promised].format(told=told)]
    if form.errors:
        return _form_page(form, collection), 422
    flash("Saved.")
    return redirect(url_for(".show", slug=collection.slug))


@blueprint.post("/<slug>/open")
@allow(*MAKERS)
def open_it(slug: str) -> ResponseReturnValue:
    collection = reachable(slug, *MAKERS)
    collecting.set_open(collection, to=True)
    flash("It is open. Anyone with the link can answer.")
    return redirect(url_for(".show", slug=slug))


@blueprint.post("/<slug>/close")
@allow(*MAKERS)
def close_it(slug: str) -> ResponseReturnValue:
    collection = reachable(slug, *MAKERS)
    collecting.set_open(collection, to=False)
    flash("It is closed. What people said is kept.")
    return redirect(url_for(".show", slug=slug))


@blueprint.get("/<slug>/questions")
@allow(*SEERS)
def preview(slug: str) -> ResponseReturnValue:
    collection = reachable(slug, *SEERS)
    return render_template(
        "feedback/preview.html", collection=collection, form=form_for(collection.asks, formdata=None)
    )


@blueprint.get("/<slug>/poster")
@allow(*SEERS)
def poster(slug: str) -> ResponseReturnValue:
    collection = reachable(slug, *SEERS)
    drawn = io.BytesIO()
    code = segno.make(_address(collection), error="q", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, svgns=True, border=4, dark="#241c3b", omitsize=True)
    square = Markup(drawn.getvalue().decode())  # noqa: S704 - drawn here from our own address
    return render_template(
        "feedback/poster.html", collection=collection, square=square, address=_address(collection)
    )


@blueprint.get("/<slug>/code.svg")
@allow(*SEERS)
def square_code(slug: str) -> ResponseReturnValue:
    """The QR code alone, to put into a letter or a leaflet."""
    collection = reachable(slug, *SEERS)
    drawn = io.BytesIO()
    segno.make(_address(collection), error="q", micro=False).save(drawn, kind="svg", border=4, scale=8)
    name = f'attachment; filename="{collection.slug}.svg"'
    return Response(drawn.getvalue(), mimetype="image/svg+xml", headers={"Content-Disposition": name})


def _form_page(form: CollectionForm, collection: Collection | None = None) -> str:
    return render_template("feedback/collection_form.html", form=form, collection=collection)


def _address(collection: Collection) -> str:
    return settings().base_url.rstrip("/") + url_for("say.welcome", slug=collection.slug)
