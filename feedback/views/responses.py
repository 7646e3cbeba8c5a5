"""What people said, as staff see it: the hidden-name copy, how far we have come, and our answer."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core.access import allow, current_person, reach
from core.db import db
from core.passages import Passage
from core.people.models import Role
from core.questions.answers import said
from core.questions.kinds import TextQuestion
from feedback import conversation
from feedback.models import Progress, Response
from feedback.views.collections import MAKERS, READERS, reachable
from feedback.views.forms import ReplyForm

blueprint = Blueprint("responses", __name__, url_prefix="/collections/<slug>/responses")

A_PAGE = 50


def _response(slug: str, response_id: UUID, *roles: Role) -> Response:
    collection = reachable(slug, *roles)
    found = db.session.get(Response, response_id)
    if found is None or found.collection_id != collection.id:
        abort(404)
    return found


@blueprint.get("/")
@allow(*READERS)
def everything(slug: str) -> ResponseReturnValue:
    collection = reachable(slug, *READERS)
    page = max(request.args.get("page", 1, type=int), 1)
    found = db.session.scalars(
        select(Response)
        .where(Response.collection_id == collection.id)
        .order_by(Response.day.desc(), Response.id)
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
    response = _response(slug, response_id, *READERS)
    return _page(response, ReplyForm(data={"progress": response.progress}))


@blueprint.post("/<uuid:response_id>")
@allow(*MAKERS)
def answer(slug: str, response_id: UUID) -> ResponseReturnValue:
    """Say how far we have come with a response, and answer it."""
    response = _response(slug, response_id, *MAKERS)
    form = ReplyForm()
    if not form.validate_on_submit():
        return _page(response, form), 422
    conversation.move_on(response=response, to=Progress(form.progress.data))
    if form.words.data:
        conversation.write_ours(response=response, words=form.words.data, person=current_person())
    flash("Saved. They will see it when they come back with their code.")
    return redirect(url_for(".one", slug=slug, response_id=response.id))


def _page(response: Response, form: ReplyForm) -> str:
    definition = response.version.asks
    answers = response.answers
    passages = db.session.scalars(select(Passage).where(Passage.source_id == response.id)).all()
    redacted = {passage.question: passage.redacted for passage in passages}
    told = [
        (question, None if isinstance(question, TextQuestion) else said(question, answers[question.key]))
        for question in definition.questions
        if question.key in answers
    ]
    return render_template(
        "feedback/response.html",
        response=response,
        collection=response.collection,
        told=told,
        redacted=redacted,
        form=form,
        may_answer=reach(current_person(), *MAKERS).covers(response.team_id),
        messages=conversation.messages_of(response),
    )
