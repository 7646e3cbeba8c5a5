"""What people said, as staff see it: the hidden-name copy, how far we have come, and our answer."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import case, select

from core.access import allow, current_person, reach
from core.db import db
from core.passages import Passage
from core.people.models import Role
from core.questions.answers import said
from core.questions.kinds import TextQuestion
from feedback import conversation
from feedback.models import Alert, Collection, Progress, Response
from feedback.readers import READERS, may_read
from feedback.views.collections import reachable
from feedback.views.forms import ReplyForm
from feedback.views.paging import A_PAGE, asked_page

blueprint = Blueprint("responses", __name__, url_prefix="/collections/<slug>/responses")


def _readable(slug: str) -> Collection:
    collection = reachable(slug, *READERS)
    return collection if may_read(current_person(), collection) else abort(404)


def _response(slug: str, response_id: UUID) -> Response:
    collection = _readable(slug)
    found = db.session.get(Response, response_id)
    if found is None or found.collection_id != collection.id:
        abort(404)
    return found


@blueprint.get("/")
@allow(*READERS)
def everything(slug: str) -> ResponseReturnValue:
    collection = _readable(slug)
    page = asked_page()
    wrote_back, unread = conversation.written_back(), Response.progress == Progress.received
    found = db.session.execute(
        select(Response, wrote_back)
        .where(Response.collection_id == collection.id)
        .order_by(
            wrote_back.desc(), unread.desc(), case((unread, Response.day)), Response.day.desc(), Response.id
        )
        .offset((page - 1) * A_PAGE)
        .limit(A_PAGE + 1)
    ).all()
    return render_template(
        "feedback/responses.html",
        collection=collection,
        responses=found[:A_PAGE],
        page=page,
        more=len(found) > A_PAGE,
        says=conversation.SAYS,
    )


@blueprint.get("/<uuid:response_id>")
@allow(*READERS)
def one(slug: str, response_id: UUID) -> ResponseReturnValue:
    response = _response(slug, response_id)
    return _page(response, ReplyForm(obj=response))


@blueprint.post("/<uuid:response_id>")
@allow(Role.quality_lead)
def answer(slug: str, response_id: UUID) -> ResponseReturnValue:
    """Say how far we have come with a response, and answer it."""
    response = _response(slug, response_id)
    if not _may_answer(response):
        abort(404)
    form = ReplyForm(obj=response)
    if not form.validate_on_submit():
        return _page(response, form), 422
    conversation.move_on(response=response, to=Progress(form.progress.data))
    if form.words.data:
        conversation.write_ours(response=response, words=form.words.data, person=current_person())
    conversation.note_read(response=response, up_to=form.seen_up_to)
    flash("Saved. They will see it when they come back with their code." if response.has_code else "Saved.")
    return redirect(url_for(".one", slug=slug, response_id=response.id))


def _may_answer(response: Response) -> bool:
    return reach(current_person(), Role.quality_lead).covers(response.collection.team_id)


def _page(response: Response, form: ReplyForm) -> str:
    definition, answers = response.version.asks, response.answers
    messages = conversation.messages_of(response)
    passages = db.session.scalars(select(Passage).where(Passage.source_id == response.id)).all()
    redacted = {passage.question: passage.redacted for passage in passages}
    told = [
        (question, None if isinstance(question, TextQuestion) else said(question, answers[question.key]))
        for question in definition.questions
        if question.key in answers
    ]
    writes = _may_answer(response)
    raised = select(Alert).where(Alert.response_id == response.id).order_by(Alert.raised_at)
    return render_template(
        "feedback/response.html",
        alerts=db.session.scalars(raised).all() if writes else [],
        response=response,
        collection=response.collection,
        told=told,
        redacted=redacted,
        form=form,
        may_answer=writes,
        messages=messages,
        seen=conversation.readable_up_to(messages),
    )
