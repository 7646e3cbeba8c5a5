"""The administrator's pages about people and teams."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.access import allow, current_person
from core.db import db
from core.pages.slugs import slug_from
from core.people import services
from core.people.forms import AreaForm, PersonForm, RoleForm, TeamForm
from core.people.models import Membership, Role, ServiceArea, User

blueprint = Blueprint("people", __name__, url_prefix="/people")


def _areas() -> list[ServiceArea]:
    return list(
        db.session.scalars(
            select(ServiceArea).options(selectinload(ServiceArea.teams)).order_by(ServiceArea.name)
        )
    )


def _person_or_404(person_id: UUID) -> User:
    return db.session.get(User, person_id) or abort(404)


@blueprint.get("/")
@allow(Role.administrator)
def everyone() -> ResponseReturnValue:
    people = db.session.scalars(
        select(User)
        .options(
            selectinload(User.memberships).options(
                selectinload(Membership.team), selectinload(Membership.service_area)
            )
        )
        .order_by(User.name)
    ).all()
    return render_template("core/everyone.html", people=people)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.administrator)
def new_person() -> ResponseReturnValue:
    form = PersonForm(areas=_areas())
    if not form.validate_on_submit():
        return render_template("core/new_person.html", form=form), 422 if form.errors else 200
    try:
        person = services.create_person(name=form.name.data, email=form.email.data, grants=[form.grant])
    except services.EmailTaken:
        form.email.errors = ["Somebody here already has this address. Open their page to give them a role."]
        return render_template("core/new_person.html", form=form), 422
    flash(f"{person.name} is added. They choose a password through “Forgotten your password?”.")
    return redirect(url_for(".one_person", person_id=person.id))


@blueprint.get("/<uuid:person_id>")
@allow(Role.administrator)
def one_person(person_id: UUID) -> ResponseReturnValue:
    return render_template(
        "core/one_person.html",
        person=_person_or_404(person_id),
        form=RoleForm(areas=_areas()),
    )


@blueprint.post("/<uuid:person_id>/roles")
@allow(Role.administrator)
def give_role(person_id: UUID) -> ResponseReturnValue:
    person, form = _person_or_404(person_id), RoleForm(areas=_areas())
    if not form.validate_on_submit():
        return render_template("core/one_person.html", person=person, form=form), 422
    services.change_grants(person=person, grants=[*services.grants_of(person), form.grant])
    flash(f"{person.name} has a new role. They need to sign in again.")
    return redirect(url_for(".one_person", person_id=person.id))


@blueprint.post("/<uuid:person_id>/roles/<uuid:membership_id>/remove")
@allow(Role.administrator)
def take_role(person_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    person = _person_or_404(person_id)
    taken = next((m for m in person.memberships if m.id == membership_id), None) or abort(404)
    if person.id == current_person().id and Role(taken.role) is Role.administrator:
        flash("You cannot take your own administrator role. Ask another administrator.")
        return redirect(url_for(".one_person", person_id=person.id))
    left = [services.grant_of_membership(m) for m in person.memberships if m is not taken]
    services.change_grants(person=person, grants=left)
    flash(f"That role is gone. {person.name} needs to sign in again.")
    return redirect(url_for(".one_person", person_id=person.id))


@blueprint.post("/<uuid:person_id>/<any(enable, disable):what>")
@allow(Role.administrator)
def switch_person(person_id: UUID, what: str) -> ResponseReturnValue:
    person = _person_or_404(person_id)
    if person.id == current_person().id:
        flash("You cannot shut yourself out. Ask another administrator.")
    else:
        services.set_active(person=person, active=what == "enable")
        flash(f"{person.name} {'can sign in again' if what == 'enable' else 'is shut out now'}.")
    return redirect(url_for(".one_person", person_id=person.id))


@blueprint.post("/<uuid:person_id>/second-step/forget")
@allow(Role.administrator)
def forget_second_step(person_id: UUID) -> ResponseReturnValue:
    person = _person_or_404(person_id)
    services.forget_second_step(person=person)
    flash(f"{person.name} sets up a new app at the next sign-in.")
    return redirect(url_for(".one_person", person_id=person.id))


@blueprint.route("/teams", methods=["GET", "POST"])
@allow(Role.administrator)
def teams() -> ResponseReturnValue:
    areas = _areas()
    form = TeamForm(areas=areas)
    if not form.validate_on_submit():
        return render_template("core/teams.html", areas=areas, form=form), 422 if form.errors else 200
    area = next(area for area in areas if area.slug == form.area.data)
    services.create_team(name=form.name.data, slug=slug_from(form.name.data), service_area=area)
    flash(f"{form.name.data} is added.")
    return redirect(url_for(".teams"))


@blueprint.route("/areas/new", methods=["GET", "POST"])
@allow(Role.administrator)
def new_area() -> ResponseReturnValue:
    form = AreaForm(others=_areas())
    if not form.validate_on_submit():
        return render_template("core/area.html", form=form), 422 if form.errors else 200
    services.create_service_area(name=form.name.data, slug=slug_from(form.name.data))
    flash(f"{form.name.data} is added. Now you can add its teams.")
    return redirect(url_for(".teams"))


@blueprint.route("/areas/<uuid:area_id>", methods=["GET", "POST"])
@allow(Role.administrator)
def rename_area(area_id: UUID) -> ResponseReturnValue:
    area = db.session.get(ServiceArea, area_id) or abort(404)
    form = AreaForm(others=[other for other in _areas() if other is not area], obj=area)
    if not form.validate_on_submit():
        return render_template("core/area.html", form=form, area=area), 422 if form.errors else 200
    services.rename_service_area(area=area, name=form.name.data)
    flash(f"It is called {area.name} now.")
    return redirect(url_for(".teams"))
