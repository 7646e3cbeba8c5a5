"""The administrator's page about the authority."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import trail
from core.access import allow
from core.people import services
from core.people.forms import AuthorityForm
from core.people.models import Role

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.route("/", methods=["GET", "POST"])
@allow(Role.administrator)
def authority() -> ResponseReturnValue:
    found = services.authority()
    form = AuthorityForm(obj=found)
    if not form.validate_on_submit():
        return render_template("core/authority.html", form=form), 422 if form.errors else 200
    form.populate_obj(found)
    trail.record(
        action="changed settings",
        subject="authority",
        subject_id=found.id,
        detail={
            "threshold": found.threshold,
            "acknowledge_minutes": found.acknowledge_minutes,
            "second_look_percent": found.second_look_percent,
        },
    )
    flash("Saved.")
    return redirect(url_for(".authority"))
