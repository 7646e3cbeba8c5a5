"""Writing a review: the sections, saving as one goes, checking and sending."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from audit import planning, reviewing
from audit.drafts import Merge, NotADraft, gaps, mark, sections, tidy
from audit.models import Action, Review
from audit.scope import own_review, own_review_if_any
from audit.section_page import SectionPage, read_page, words_on_page
from audit.was_shown import FIELD, proof_that_shown, template_that_was_shown
from core.access import allow, current_person
from core.access.csrf import csrf, token_is_good
from core.days import now, saved_in_words, today
from core.people.models import Role

blueprint = Blueprint("reviews", __name__, url_prefix="/audit/reviews")

EXPIRED = "This page was open for a long time. Your words are still here. Save them again."
SENT_MEANWHILE = (
    "This review was sent in while the page was open. What you see here was not saved: copy it first."
)
GIVEN_MEANWHILE = "This case is not with you any more. What you see here was not saved: copy it first."
NOTHING_DONE = "This case is not with you any more. Nothing was saved or sent in."
TOO_LONG = "One of your answers could not be saved as it is: {}. Your words are still here."


@blueprint.get("/<uuid:review_id>")
@allow(Role.auditor)
def overview(review_id: UUID) -> ResponseReturnValue:
    """One review: what it is about, what is left, and where you were."""
    review = own_review(current_person(), review_id)
    definition, draft = review.template.asks, reviewing.draft_of(review)
    return render_template(
        "audit/overview.html",
        review=review,
        template=definition,
        sections=[] if review.is_sent else sections(definition, draft),
        left=[] if review.is_sent else gaps(definition, draft),
        resume=review.last_section or definition.sections[0].key,
        today=today(),
        act=FlaskForm(),
    )


@blueprint.route("/<uuid:review_id>/write/<section>", methods=["GET", "POST"])
@allow(Role.auditor)
@csrf.exempt
def write(review_id: UUID, section: str) -> ResponseReturnValue:
    """One section. An expired page and a clash come back with every word still in it."""
    review = own_review_if_any(current_person(), review_id)
    if review is None:
        return _not_with_them(review_id, section)
    page = SectionPage.of(review, section) or abort(404)
    if request.method == "GET":
        return redirect(url_for(".overview", review_id=review_id)) if review.is_sent else _show(page, 200)
    try:
        sent, seen = read_page(page, request.form)
        if not token_is_good():
            return _show(page, 400, said=EXPIRED)
        review, result = _save(review, sent, seen, section)
    except NotADraft as problem:
        return _show(page, 422, said=TOO_LONG.format(problem))
    except reviewing.AlreadySent:
        return _show(page, 409, said=SENT_MEANWHILE)
    except reviewing.NotTheirs:
        return _not_with_them(review_id, section)
    if result.clashes:
        return _show(page.with_clashes(result.clashes), 409)
    return redirect(_after(review, page, later="later" in request.form))


@blueprint.post("/<uuid:review_id>/autosave")
@allow(Role.auditor)
def autosave(review_id: UUID) -> ResponseReturnValue:
    """Save some answers while their page stays open."""
    review = own_review(current_person(), review_id)
    definition = review.template.asks
    try:
        section, sent, seen = _from_json(review, request.get_json(silent=True))
    except NotADraft as problem:
        return jsonify(says=str(problem)), 422
    try:
        review, result = _save(review, sent, seen, section)
    except reviewing.NotTheirs:
        abort(404)
    except reviewing.AlreadySent:
        return jsonify(says="This review was sent in, so it does not change any more."), 410
    if result.clashes:
        clashes = [
            {"question": clash.question, "saved": clash.saved, "mark": mark(clash.saved)}
            for clash in result.clashes
        ]
        return jsonify(clashes=clashes), 409
    draft = reviewing.draft_of(review)
    return jsonify(
        saved=saved_in_words(review.saved_at, on=today()) if review.saved_at else None,
        marks={question: mark(typed) for question, typed in sent.items()},
        shown=SectionPage.visible_keys(definition, draft),
        left=len(gaps(definition, draft)),
    )


@blueprint.route("/<uuid:review_id>/send", methods=["GET", "POST"])
@allow(Role.auditor)
def send(review_id: UUID) -> ResponseReturnValue:
    """Read it through and send it in. What is left stands in a summary that leads to each question."""
    review = own_review_if_any(current_person(), review_id)
    if review is None:
        return _not_with_them(review_id)
    if review.is_sent:
        return redirect(url_for(".overview", review_id=review_id))
    form = FlaskForm()
    sending = None
    if form.validate_on_submit():
        try:
            sending = reviewing.submit(review_id=review.id, by=current_person().id, at=now())
        except reviewing.NotTheirs:
            return _not_with_them(review_id)
        except reviewing.AlreadySent:
            return redirect(url_for(".overview", review_id=review_id))
        if not sending.left:
            flash("Your review is sent in. Thank you.")
            if sending.raised:
                flash(_what_was_raised(sending.raised), "mind")
            if sending.told_duty_lead:
                flash("What was said may mean that somebody is not safe, so the duty lead was told.", "mind")
            return redirect(url_for(".overview", review_id=review.id))
    definition, draft = review.template.asks, reviewing.draft_of(review)
    return render_template(
        "audit/send.html",
        review=review,
        template=definition,
        sections=sections(definition, draft),
        visible=SectionPage.visible_keys(definition, draft),
        draft=draft,
        left=gaps(definition, draft),
        tried=sending is not None,
        form=form,
        proof=proof_that_shown(review, current_person()),
    ), 422 if sending else 200


@blueprint.post("/<uuid:review_id>/involved")
@allow(Role.auditor)
def say_involved(review_id: UUID) -> ResponseReturnValue:
    """Hand a case back because one knows the child or family."""
    review = own_review(current_person(), review_id)
    case = review.case_file
    if review.is_sent:
        abort(404)
    try:
        found = planning.say_involved(case=case, person=current_person())
    except planning.PartlySent:
        flash("You sent in a part of this case already. Please tell the quality lead.", "mind")
        return redirect(url_for(".overview", review_id=review_id))
    where = "is with somebody else now" if found else "waits for another auditor"
    flash(f"Thank you for saying so. Case {case.number} {where}.")
    return redirect(url_for("auditor.home"))


def _save(review: Review, sent: dict[str, Any], seen: dict[str, str], section: str) -> tuple[Review, Merge]:
    return reviewing.save(
        review_id=review.id, by=current_person().id, sent=sent, seen=seen, section=section, at=now()
    )


def _what_was_raised(raised: Sequence[Action]) -> str:
    """That an inadequate grade is with somebody now, so that the auditor need not wonder, or is with nobody."""
    what = "an immediate action is" if len(raised) == 1 else f"{len(raised)} immediate actions are"
    lead = raised[0].lead
    who = (
        f"{lead.name} leads" if lead else "The team has no manager here, so the quality lead finds a lead for"
    )
    return f"You graded inadequate, so {what} raised. {who} {'it' if len(raised) == 1 else 'them'}."


def _not_with_them(review_id: UUID, section_key: str | None = None) -> ResponseReturnValue:
    """What they typed, for somebody who was shown the page while the review was theirs; else it is not found."""
    proof = request.form.get(FIELD, "")
    template = template_that_was_shown(proof, review_id=review_id, person=current_person()) or abort(404)
    typed = []
    if section_key is not None:
        section = template.asks.section(section_key) or abort(404)
        typed = words_on_page(template.asks, section, request.form)
    said = GIVEN_MEANWHILE if typed else NOTHING_DONE
    return render_template("audit/given.html", template=template.asks, typed=typed, said=said), 409


def _show(page: SectionPage, status: int, said: str | None = None) -> ResponseReturnValue:
    return render_template(
        "audit/write.html",
        page=page,
        review=page.review,
        proof=proof_that_shown(page.review, current_person()),
        said=said,
        today=today(),
    ), status


def _after(review: Review, page: SectionPage, *, later: bool) -> str:
    """Where to go after a save: home, the same section where a new question came up, or onward."""
    if later:
        flash(f"Saved. Case {review.case_file.number} is here when you come back.")
        return url_for("auditor.home")
    after = SectionPage.of(review, page.section.key)
    if after and set(after.visible) - set(page.visible):
        flash("Your answer opens one more question here.")
        return url_for(".write", review_id=review.id, section=page.section.key)
    onward = after.onward if after else None
    if onward:
        return url_for(".write", review_id=review.id, section=onward)
    return url_for(".send", review_id=review.id)


def _from_json(review: Review, body: Any) -> tuple[str, dict[str, Any], dict[str, str]]:
    """The section, answers and marks in what the page's script sent. Raises NotADraft."""
    definition = review.template.asks
    if not isinstance(body, dict) or not isinstance(body.get("answers"), dict):
        raise NotADraft("there are no answers in this")
    seen = body.get("seen")
    if not isinstance(seen, dict) or not all(isinstance(each, str) for each in seen.values()):
        raise NotADraft("there are no marks in this")
    section = definition.section(str(body.get("section")))
    if section is None:
        raise NotADraft("the section is not known")
    if set(body["answers"]) - set(definition.by_key):
        raise NotADraft("a question is not known")
    sent = {key: tidy(definition.by_key[key], raw) for key, raw in body["answers"].items()}
    return section.key, sent, seen
