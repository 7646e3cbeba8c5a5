"""Versions of the codebook: publishing the draft, the history, and what a new release of Heard brings."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from sqlalchemy import select

from core.access import allow, current_person, only_for_the_whole, reach
from core.db import db
from core.people.models import Role, User
from nlp.codebook import Codebook
from nlp.codebook.changes import CannotChange, brought_back
from nlp.codebook.differences import differences
from nlp.codebook.draft import (
    answer_offer,
    change,
    discard,
    draft_now,
    offer_now,
    publish,
)
from nlp.codebook.effects import effects_of
from nlp.codebook.forms import PublishForm
from nlp.codebook.versions import codebook_of_version
from nlp.kept.models import CodebookVersion
from nlp.meanwhile import ChangedMeanwhile

blueprint = Blueprint("codebook_versions", __name__, url_prefix="/themes")


@blueprint.route("/publish", methods=["GET", "POST"])
@allow(Role.quality_lead)
def publish_draft() -> ResponseReturnValue:
    only_for_the_whole(Role.quality_lead)
    form = PublishForm()
    status, changed = (422 if form.is_submitted() else 200), False
    if form.validate_on_submit():
        try:
            version = publish(revision=form.seen, note=form.note.data, by=current_person().id)
            if version.reads_as_id:
                flash(
                    f"Version {version.number} is published. It finds the same as before, so nothing is read again."
                )
                return redirect(url_for("theme_review.codebook"))
            flash(f"Version {version.number} is published. Everything is being read again with it.")
            return redirect(url_for("rereading.show"))
        except ChangedMeanwhile:
            db.session.rollback()
            status, changed = 409, True
        except CannotChange as problem:
            db.session.rollback()
            form.note.errors = [str(problem)]
    draft = draft_now()
    form.revision.process_data(draft.revision if draft else 0)
    return render_template(
        "nlp/publish.html",
        form=form,
        draft=draft,
        changes=draft.changes() if draft else [],
        reads=draft.reads_another_way() if draft else False,
        effects=effects_of(
            codebook_of_version(draft.version.id),
            draft.codebook,
            reach(current_person(), Role.quality_lead),
        )
        if draft
        else None,
        changed=changed,
    ), status


@blueprint.route("/discard", methods=["GET", "POST"])
@allow(Role.quality_lead)
def discard_draft() -> ResponseReturnValue:
    only_for_the_whole(Role.quality_lead)
    if request.method == "GET":
        draft = draft_now()
        changer = db.session.get(User, draft.changed_by) if draft and draft.changed_by else None
        return render_template(
            "nlp/discard.html",
            draft=draft,
            changes=draft.changes() if draft else [],
            changer=changer.name if changer else "",
        )
    form = PublishForm()
    try:
        discard(revision=form.seen)
        flash("The draft is thrown away. The themes are as they were published.")
    except ChangedMeanwhile:
        db.session.rollback()
        flash("Somebody changed the draft in the meantime. Look at it again.", "mind")
    return redirect(url_for("codebook.show"))


@blueprint.get("/versions")
@allow(Role.quality_lead)
def every() -> ResponseReturnValue:
    rows = db.session.execute(
        select(CodebookVersion, User.name)
        .outerjoin(User, User.id == CodebookVersion.made_by)
        .order_by(CodebookVersion.number.desc())
    ).all()
    return render_template("nlp/versions.html", rows=rows)


@blueprint.get("/versions/<int:number>")
@allow(Role.quality_lead)
def one(number: int) -> ResponseReturnValue:
    version = _version_or_404(number)
    now, earlier = _understood(version), None
    before = db.session.scalars(
        select(CodebookVersion)
        .where(CodebookVersion.number < version.number)
        .order_by(CodebookVersion.number.desc())
        .limit(1)
    ).first()
    if before is not None:
        earlier = _understood(before)
    return render_template(
        "nlp/version.html",
        version=version,
        by=db.session.get(User, version.made_by) if version.made_by else None,
        before=before,
        changes=differences(earlier, now) if earlier and now else None,
        may_change=reach(current_person(), Role.quality_lead).everything,
    )


@blueprint.post("/versions/<int:number>/bring-back")
@allow(Role.quality_lead)
def bring_back(number: int) -> ResponseReturnValue:
    only_for_the_whole(Role.quality_lead)
    version = _version_or_404(number)
    old, draft = _understood(version), draft_now()
    if old is None:
        flash("This version cannot be read with, so it cannot come back.", "mind")
    elif draft is not None and draft.revision:
        flash("There is a draft already. Publish it or throw it away first.", "mind")
    else:
        change(lambda codebook: brought_back(codebook, old), by=current_person().id)
        flash(f"The draft is as version {version.number} was. Look at it, then publish it.")
    return redirect(url_for("codebook.show"))


@blueprint.route("/offer", methods=["GET", "POST"])
@allow(Role.quality_lead)
def offer() -> ResponseReturnValue:
    only_for_the_whole(Role.quality_lead)
    draft = draft_now()
    found = offer_now(draft) if draft else None
    if request.method == "POST":
        answer = request.form.get("answer")
        if found is None or answer not in ("take", "leave"):
            flash("There is nothing to answer any more.", "mind")
        else:
            answer_offer(take=answer == "take", fingerprint=found.fingerprint, by=current_person().id)
            flash("It is in the draft." if answer == "take" else "Left as it is.")
        return redirect(url_for("codebook.show"))
    return render_template("nlp/offer.html", offer=found)


def _version_or_404(number: int) -> CodebookVersion:
    if number > 1_000_000:
        abort(404)
    found = db.session.scalars(select(CodebookVersion).where(CodebookVersion.number == number)).one_or_none()
    return found or abort(404)


def _understood(version: CodebookVersion) -> Codebook | None:
    try:
        return codebook_of_version(version.id)
    except ValidationError:
        return None
