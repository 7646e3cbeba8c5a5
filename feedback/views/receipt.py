"""After sending: thanks, the card with the code, coming back with it, and leaving without a trace."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from core.access import ANYONE, allow
from core.access.csrf import csrf
from core.db import db
from core.pages.house import SAFE_PLACE, house
from core.settings import settings
from feedback import conversation, drafts, guessing, receipts, visit
from feedback.models import Alert, Response
from feedback.submission import sent_before
from feedback.views.forms import CodeForm
from feedback.views.opening import collection_called, find_collection, say_context

blueprint = Blueprint("receipt", __name__)


@blueprint.get("/say/<slug>/thanks")
@allow(ANYONE)
def thanks(slug: str) -> ResponseReturnValue:
    return _with_code(slug, "feedback/thanks.html")


@blueprint.get("/say/<slug>/card")
@allow(ANYONE)
def card(slug: str) -> ResponseReturnValue:
    return _with_code(slug, "feedback/card.html")


def _with_code(slug: str, template: str) -> ResponseReturnValue:
    collection = find_collection(slug)
    key = visit.key_of_sent(slug)
    response = sent_before(key) if key else None
    if key is None or response is None:
        return redirect(url_for("say.welcome", slug=slug))
    alert = db.session.scalars(select(Alert).where(Alert.response_id == response.id)).first()
    return render_template(
        template,
        code=" ".join(receipts.code_for(key)),
        alert=alert,
        begun=bool(drafts.answers_so_far(visit.token_for(slug), collection)),
        come_back_at=settings().base_url.split("://")[-1].rstrip("/") + url_for(".come_back"),
        **say_context(collection),
    )


@blueprint.post("/say/<slug>/finished")
@allow(ANYONE)
def finished(slug: str) -> ResponseReturnValue:
    """The card is kept; this device forgets the code."""
    find_collection(slug)
    if begun := visit.forget():
        drafts.wipe(token=begun[1])
    return redirect(url_for("pages.front"))


@blueprint.post("/leave")
@allow(ANYONE)
@csrf.exempt
def leave() -> ResponseReturnValue:
    """Wipe what was typed and go somewhere harmless, whatever the state of the page or of the database was."""
    begun = visit.forget()
    try:
        if begun and (collection := collection_called(begun[0])):
            drafts.leave(token=begun[1], collection=collection)
        place = house().safe_place
    except DBAPIError:  # what nobody has the token of is wiped by the clock
        db.session.rollback()
        place = SAFE_PLACE
    page = render_template("feedback/leaving.html", place=place)
    return page, 200, {"Refresh": f"0; url={place}", "Clear-Site-Data": '"cache"'}


@blueprint.get("/come-back")
@allow(ANYONE)
def come_back() -> ResponseReturnValue:
    return render_template("feedback/come_back.html", form=CodeForm())


@blueprint.post("/come-back")
@allow(ANYONE)
@csrf.exempt
def show_answer() -> ResponseReturnValue:
    """What became of what somebody said. The code travels in the body, never in the address."""
    form = CodeForm()
    fine = form.validate_on_submit()
    expired = "csrf_token" in form.errors
    if expired and not form.reply.data:
        return render_template("feedback/come_back.html", form=form), 400
    try:
        words = receipts.read_code(form.code.data or "")
    except receipts.CodeRefused as refused:
        return _not_it(form, 422, refused=refused)
    response = db.session.scalars(
        select(Response).where(Response.receipt_hash == receipts.hash_of_code(words))
    ).one_or_none()
    if response is None:
        return _not_it(form, 404, not_found=True)
    if not fine:
        return _what_happened(response, form, words, expired=expired), 400 if expired else 422
    if form.reply.data:
        try:
            conversation.write_theirs(response=response, words=form.reply.data)
        except conversation.NoMoreRoom:
            return _what_happened(response, form, words, unsent=[form.reply.data]), 409
    form.reply.data = ""
    return _what_happened(response, form, words)


def _what_happened(response: Response, form: CodeForm, words: tuple[str, ...], **state: Any) -> str:
    may_write = conversation.may_write(response)
    if form.reply.data and not may_write:
        state = {"unsent": [form.reply.data]} | state
    return render_template(
        "feedback/what_happened.html",
        response=response,
        code=" ".join(words),
        stages=conversation.stages_of(response),
        messages=conversation.messages_of(response),
        form=form,
        may_write=may_write,
        **state,
        **say_context(response.collection),
    )


def _not_it(form: CodeForm, status: int, **state: Any) -> ResponseReturnValue:
    """A kind answer to a wrong code; after very many of them, a pause."""
    if guessing.one_more_wrong():
        return render_template("feedback/come_back.html", form=form, wait=True), 429
    return render_template("feedback/come_back.html", form=form, **state), status
