"""What a person sees of themselves: the page after signing in, and their account."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from core.access import SIGNED_IN, allow, current_person
from core.pages.home import next_things

blueprint = Blueprint("account", __name__)


@blueprint.get("/home")
@allow(SIGNED_IN)
def home() -> ResponseReturnValue:
    return render_template("core/home.html", things=next_things(current_app, current_person()))


@blueprint.get("/account")
@allow(SIGNED_IN)
def account() -> ResponseReturnValue:
    return render_template("core/account.html", person=current_person())
