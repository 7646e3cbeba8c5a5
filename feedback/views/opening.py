"""What the public pages share: finding a collection that takes answers, and what each page is told."""

from datetime import timedelta
from typing import Any

from flask import abort, make_response, render_template, request
from flask_wtf import FlaskForm
from sqlalchemy import select

from core.days import by_when, today
from core.db import db
from core.questions.forms import PREFIX
from core.questions.kinds import Question, TextQuestion
from feedback import drafts, visit
from feedback.models import Collection
from feedback.readers import also_reads


class CheckForm(FlaskForm):
    """Sending what was looked over: nothing but the page's own token."""


def find_collection(slug: str) -> Collection:
    """The collection at this address, open or not; 404 where there is none."""
    return collection_called(slug) or abort(404)


def collection_called(slug: str) -> Collection | None:
    """The collection at this address, None where there is none."""
    return db.session.scalars(select(Collection).where(Collection.slug == slug)).one_or_none()


def open_collection(slug: str) -> Collection:
    """The collection at this address where it takes answers today.

    A closed one answers 410, and hands back whatever words came with the request, and those of the draft.
    """
    collection = find_collection(slug)
    if not collection.takes_answers(on=today()):
        words = list(dict.fromkeys([*words_typed(collection), *words_drafted(collection)]))
        page = render_template("feedback/closed.html", words=words, **say_context(collection))
        abort(make_response(page, 410))
    return collection


def say_context(collection: Collection) -> dict[str, Any]:
    """What every public page of a collection is told."""
    read_by = by_when(today() + timedelta(days=collection.read_within_days))
    return {
        "collection": collection,
        "definition": collection.asks,
        "read_by": read_by,
        "who_reads": f"{collection.readers} will read this by {read_by}. {also_reads(collection)}".rstrip(),
    }


def words_typed(collection: Collection) -> list[str]:
    """The words that came with this request, whichever questions they were for; picks are no words."""
    return [
        value
        for name, value in request.form.items(multi=True)
        if name.startswith(PREFIX)
        and says_words(collection.asks.by_key.get(name.removeprefix(PREFIX)), value)
        and "\x00" not in value
    ]


def words_drafted(collection: Collection) -> list[str]:
    """The words of the draft of this visit, which was not sent."""
    answers = drafts.answers_so_far(visit.token_for(collection.slug), collection)
    return [
        str(answer)
        for key, answer in answers.items()
        if says_words(collection.asks.by_key.get(key), str(answer))
    ]


def says_words(question: Question | None, value: str) -> bool:
    """Whether somebody wrote this. For a question that is not known any more, whatever is longer than a number."""
    return bool(value.strip()) and (
        isinstance(question, TextQuestion) or (question is None and len(value) > 3)
    )
