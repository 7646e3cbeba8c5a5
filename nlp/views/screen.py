"""How well the safeguarding screen works, for the people who rely on it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from core.access import allow
from core.people.models import Role
from nlp.screening.figures import shipped_figures

blueprint = Blueprint("screen", __name__, url_prefix="/alerts")


@blueprint.get("/how-well")
@allow(Role.administrator, Role.duty_lead)
def how_well() -> ResponseReturnValue:
    return render_template("nlp/how_well.html", figures=shipped_figures())
