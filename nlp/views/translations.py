"""Words in other languages: what waits for a translation, and a place to add one."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import trail
from core.access import Reach, allow, current_person, reach
from core.db import db
from core.passages import Passage
from core.people.models import Role
from nlp.languages import ENGLISH, UNKNOWN
from nlp.languages.profiles import profiles
from nlp.meanwhile import ChangedMeanwhile
from nlp.translating import alike
from nlp.translating.form import TranslationForm
from nlp.translating.translations import (
    LISTED,
    history_of,
    language_name,
    passage_to_translate,
    waiting_by_language,
)

blueprint = Blueprint("translations", __name__, url_prefix="/themes/languages")


def _reach() -> Reach:
    return reach(current_person(), Role.quality_lead)


def _passage_or_404(passage_id: UUID) -> Passage:
    return passage_to_translate(passage_id, _reach()) or abort(404)


@blueprint.get("/")
@allow(Role.quality_lead)
def languages() -> ResponseReturnValue:
    return render_template("nlp/languages.html", waiting=waiting_by_language(_reach()))


@blueprint.get("/<language>")
@allow(Role.quality_lead)
def one_language(language: str) -> ResponseReturnValue:
    if language not in {UNKNOWN, *profiles()} - {ENGLISH}:
        abort(404)
    return render_template(
        "nlp/language.html",
        name=language_name(language),
        waiting=alike.waiting_in(language, _reach()),
        set_aside=alike.set_aside_in(language, _reach()),
        most=LISTED,
    )


@blueprint.route("/passage/<uuid:passage_id>", methods=["GET", "POST"])
@allow(Role.quality_lead)
def translate(passage_id: UUID) -> ResponseReturnValue:
    passage = _passage_or_404(passage_id)
    form = TranslationForm()
    if not form.validate_on_submit():
        return _page(passage, form), 422 if form.errors else 200
    try:
        others = alike.translate(
            passage=passage,
            words=form.words.data,
            seen=form.seen.data,
            by=current_person().id,
            found=_reach(),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        passage = _passage_or_404(passage_id)
        return _page(passage, form, changed=True), 409
    flash(
        f"Saved{_also(others)}. It is read within a minute, and if it says that somebody may not be safe, "
        "the duty lead is told."
    )
    return redirect(url_for(".translate", passage_id=passage_id))


@blueprint.post("/passage/<uuid:passage_id>/none")
@allow(Role.quality_lead)
def no_translation(passage_id: UUID) -> ResponseReturnValue:
    passage = _passage_or_404(passage_id)
    times = alike.set_aside(passage=passage, by=current_person().id, found=_reach())
    flash(f"Taken off the list{_also(times - 1)}. The words stay as they are, and you can put them back.")
    return redirect(url_for(".one_language", language=passage.language))


@blueprint.post("/passage/<uuid:passage_id>/needed")
@allow(Role.quality_lead)
def translation_needed(passage_id: UUID) -> ResponseReturnValue:
    """Undoes `no_translation`."""
    passage = _passage_or_404(passage_id)
    times = alike.take_back(passage=passage, found=_reach())
    flash(f"Back on the list{_also(times - 1)}.")
    return redirect(url_for(".translate", passage_id=passage_id))


def _also(others: int) -> str:
    """How many other messages the same act was for."""
    if not others:
        return ""
    return f", with {others} other {'message' if others == 1 else 'messages'} of the same words"


@blueprint.post("/passage/<uuid:passage_id>/words")
@allow(Role.quality_lead)
def original_words(passage_id: UUID) -> ResponseReturnValue:
    """The words as they came, and each translation as it was written, names and all, for whoever translates.

    Reading them is an act, and leaves a trail.
    """
    passage = _passage_or_404(passage_id)
    trail.record(action="read original words", subject="passage", subject_id=passage_id)
    return _page(passage, TranslationForm(formdata=None), words=passage.words)


def _page(passage: Passage, form: TranslationForm, **more: object) -> str:
    history = history_of(passage.id)
    form.show(history[0][0] if history else None, fresh="changed" in more, opened="words" in more)
    return render_template(
        "nlp/translate.html",
        passage=passage,
        form=form,
        history=history,
        in_use=history[0][0] if history else None,
        may_write=not history or "words" in more or form.errors or "changed" in more,
        from_language=language_name(passage.language),
        set_aside_by=alike.set_aside_by(passage),
        **more,
    )
