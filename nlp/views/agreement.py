"""Where two people who looked at the same passages agree, and what they leave to settle."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core.access import allow, current_person, reach
from core.db import db
from core.people.models import Authority, Role
from nlp.codebook.stored import themes_in_use
from nlp.review.agreement import FEWEST, STEPS, agreement_on, agreement_on_all, in_words, range_in_words
from nlp.review.colleagues import second_looks_of_others
from nlp.review.form import VALENCE_WORDS
from nlp.review.second_coding import two_looks
from nlp.review.settling import to_settle

blueprint = Blueprint("agreement", __name__, url_prefix="/themes/agreement")


@blueprint.get("/")
@allow(Role.quality_lead)
def show() -> ResponseReturnValue:
    person = current_person()
    found = reach(person, Role.quality_lead)
    looks = two_looks(found)
    waiting, listed = to_settle(found, person_id=person.id)
    agreed = [(theme, agreement_on(theme.slug, looks)) for theme in themes_in_use()]
    for_others, for_nobody = second_looks_of_others(found, person_id=person.id)
    return render_template(
        "nlp/agreement.html",
        looks=len(looks),
        whole=agreement_on_all(looks),
        agreed=[(theme, agreement) for theme, agreement in agreed if agreement.given],
        unused=sum(not agreement.given for _, agreement in agreed),
        in_words=in_words,
        range_in_words=range_in_words,
        fewest=FEWEST,
        steps=STEPS,
        valence_words={valence.value: words for valence, words in VALENCE_WORDS.items()},
        to_settle=waiting,
        listed=listed,
        for_others=for_others - for_nobody,
        for_nobody=for_nobody,
        percent=db.session.scalar(select(Authority.second_look_percent)) or 0,
    )
