"""The theme review: a person looks at passages one by one and decides what they are about."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from core import trail
from core.access import Reach, allow, current_person, reach
from core.db import db
from core.people.models import Role
from nlp.codebook.stored import is_drafted, naming, refused_after, themes_in_use, themes_merged
from nlp.codebook.versions import newest_version
from nlp.meanwhile import ChangedMeanwhile
from nlp.review.agreement import agreement_on_all, in_words
from nlp.review.alike import Alike, alike_waiting
from nlp.review.colleagues import second_looks_of_others
from nlp.review.form import VALENCE_WORDS, ReviewForm, review_form
from nlp.review.looking import Look, keep_look
from nlp.review.page import SPEAKERS, PassageShown, passage_shown
from nlp.review.queue import (
    held_by_another,
    left_to_look_at,
    left_unread,
    second_looks_for,
    take_next,
)
from nlp.review.second_coding import two_looks
from nlp.review.settling import SettledBySomebodyElse, to_settle
from nlp.review.teaching import SURE
from nlp.translating.translations import waiting_by_language

blueprint = Blueprint("theme_review", __name__, url_prefix="/themes")

SKIPPED = "themes_skipped"
MOST_SKIPPED = 60
KEYS_OFF = "review_keys_off"
LOOKS_BESIDE = 300


def _reach() -> Reach:
    return reach(current_person(), Role.quality_lead)


def _shown_or_404(passage_id: UUID) -> PassageShown:
    return passage_shown(passage_id, _reach(), person_id=current_person().id) or abort(404)


def _alike(shown: PassageShown) -> Alike | None:
    """Others of the same words that can be decided with this one."""
    if shown.blind or shown.to_settle or shown.reading.looked_at:
        return None
    found = alike_waiting(shown.passage, _reach())
    return found if found.passages else None


def _page(shown: PassageShown, form: ReviewForm, **more: object) -> str:
    return render_template(
        "nlp/review.html",
        page=shown,
        form=form,
        left=left_to_look_at(_reach()),
        valence_words={valence.value: words for valence, words in VALENCE_WORDS.items()},
        alike=_alike(shown),
        held_by=held_by_another(shown.passage.id, person_id=current_person().id),
        agreement=agreement_on_all(two_looks(_reach(), most=LOOKS_BESIDE)),
        in_words=in_words,
        sure=SURE,
        me=current_person().id,
        keys_on=not current_person().preferences.get(KEYS_OFF),
        **more,
    )


@blueprint.get("/review")
@allow(Role.quality_lead)
def start() -> ResponseReturnValue:
    waiting, for_nobody = second_looks_of_others(_reach(), person_id=current_person().id)
    return render_template(
        "nlp/review_start.html",
        left=left_to_look_at(_reach()),
        for_others=waiting - for_nobody,
        for_nobody=for_nobody,
        second=second_looks_for(_reach(), person_id=current_person().id),
        skipped=len(session.get(SKIPPED, [])),
        unread=left_unread(_reach()),
        to_settle=to_settle(_reach(), person_id=current_person().id)[0],
        to_translate=sum(one.passages for one in waiting_by_language(_reach())),
    )


@blueprint.post("/review/next")
@allow(Role.quality_lead)
def next_passage() -> ResponseReturnValue:
    skipped = [UUID(passage_id) for passage_id in session.get(SKIPPED, [])]
    found = take_next(_reach(), person_id=current_person().id, skipped=skipped)
    return redirect(url_for(".one_passage", passage_id=found) if found else url_for(".start"))


@blueprint.get("/review/<uuid:passage_id>")
@allow(Role.quality_lead)
def one_passage(passage_id: UUID) -> ResponseReturnValue:
    shown = _shown_or_404(passage_id)
    return _page(shown, review_form(shown))


@blueprint.post("/review/<uuid:passage_id>")
@allow(Role.quality_lead)
def keep_decision(passage_id: UUID) -> ResponseReturnValue:
    shown = _shown_or_404(passage_id)
    form = review_form(shown)
    if not form.validate_on_submit():
        return _page(shown, form), 422
    repeats_left = not form.alike.data and _alike(shown)
    look = Look(passage_id, form.revision.data, form.verdicts, alike=form.alike.data)
    try:
        said = keep_look(look, by=current_person().id, found=_reach())
    except ChangedMeanwhile:
        db.session.rollback()
        shown = _shown_or_404(passage_id)
        return _page(shown, review_form(shown, fresh=True), changed=True), 409
    except SettledBySomebodyElse:
        return _page(shown, form), 403
    if repeats_left:
        _put_aside(passage_id)
        said += " The others with the same words still wait. We do not show them again for now."
    flash(said)
    return next_passage()


@blueprint.post("/review/<uuid:passage_id>/skip")
@allow(Role.quality_lead)
def skip(passage_id: UUID) -> ResponseReturnValue:
    shown = _shown_or_404(passage_id)
    _put_aside(shown.passage.id)
    return next_passage()


def _put_aside(passage_id: UUID) -> None:
    """This person is not given anything of the same words until they ask for it."""
    session[SKIPPED] = [*session.get(SKIPPED, []), str(passage_id)][-MOST_SKIPPED:]


@blueprint.post("/review/start-again")
@allow(Role.quality_lead)
def start_again() -> ResponseReturnValue:
    session.pop(SKIPPED, None)
    return next_passage()


@blueprint.post("/review/keys")
@allow(Role.quality_lead)
def choose_keys() -> ResponseReturnValue:
    current_person().preferences[KEYS_OFF] = request.form.get("on") != "yes"
    return redirect(url_for(".start"))


@blueprint.post("/review/<uuid:passage_id>/words")
@allow(Role.quality_lead)
def original_words(passage_id: UUID) -> ResponseReturnValue:
    shown = _shown_or_404(passage_id)
    trail.record(action="read original words", subject="passage", subject_id=passage_id)
    return render_template("nlp/original_words.html", page=shown)


@blueprint.get("/")
@allow(Role.quality_lead)
def codebook() -> ResponseReturnValue:
    themes = themes_in_use()
    version = newest_version()
    return render_template(
        "nlp/codebook.html",
        themes=themes,
        merged=themes_merged(),
        named=naming(themes),
        version=version,
        refused=refused_after(version),
        drafted=is_drafted(),
        may_change=_reach().everything,
        speakers=SPEAKERS,
    )
