"""The administrator's page of names that are always taken out."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.access import allow, current_person
from core.jobs import nudge
from core.known_names import LOOK_AGAIN, lists
from core.known_names.forms import KnownNamesForm, fingerprint_of
from core.people.models import Role

blueprint = Blueprint("known_names", __name__, url_prefix="/settings/names")


@blueprint.route("/", methods=["GET", "POST"])
@allow(Role.administrator)
def every_list() -> ResponseReturnValue:
    form = KnownNamesForm()
    kept = lists.kept_names()
    if not form.is_submitted():
        form.show(kept)
        return render_template("core/known_names.html", form=form)
    if not form.validate():
        return render_template("core/known_names.html", form=form), 422
    if form.seen.data != fingerprint_of(kept):
        form.join(kept)
        return render_template("core/known_names.html", form=form, changed=True), 409
    changes = [
        lists.keep_list(kind=kind, names=names, by=current_person().id) for kind, names in form.names.items()
    ]
    added, gone = (sum(numbers) for numbers in zip(*changes, strict=True))
    said = f"Saved. {added} added, {gone} taken off."
    if added and form.again.data:
        nudge(LOOK_AGAIN)
        said += " We are reading everything again, so that they go from older messages too."
    flash(said)
    return redirect(url_for(".every_list"))
