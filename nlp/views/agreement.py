"""Where two people who looked at the same passages agree, and what they leave to settle."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core.access import allow, current_person, reach
from core.db import db
from core.people.models import Authority, Role
from nlp.codebook.stored import themes_in_use
from nlp.review.agreement import FEWEST, agreement_on, agreement_on_all, in_words
from nlp.review.second_coding import to_settle, two_looks

blueprint = Blueprint("agreement", __name__, url_prefix="/themes/agreement")


@blueprint.get("/")
@allow(Role.quality_lead)
def show() -> ResponseReturnValue:
    found = reach(current_person(), Role.quality_lead)
    looks = two_looks(found)
    waiting, first_of_them = to_settle(found)
    agreed = [(theme, agreement_on(theme.slug, looks)) for theme in themes_in_use()]
    return render_template(
        "nlp/agreement.html",
        looks=len(looks),
        whole=agreement_on_all(looks),
        agreed=[(theme, agreement) for theme, agreement in agreed if agreement.both + agreement.one],
        unused=sum(not agreement.both + agreement.one for _, agreement in agreed),
        in_words=in_words,
        fewest=FEWEST,
        to_settle=waiting,
        listed=first_of_them,
        percent=db.session.scalar(select(Authority.second_look_percent)) or 0,
    )
