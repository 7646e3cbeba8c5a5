"""What the feedback room holds for a person on their first page."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from core.access import reach, roles_of, within
from core.db import db
from core.pages.home import NextThing
from core.people.models import Role, User
from feedback import conversation
from feedback.duty import WATCHERS, may_see
from feedback.models import Alert, Collection, Progress, Response
from nlp.screening.concerns import OTHER_LANGUAGE


def next_things(person: User) -> Iterator[NextThing]:
    """Alerts to take, then who wrote back, then words that nobody has read."""
    yield from _alerts(person)
    yield from _unread(person)


def _alerts(person: User) -> Iterator[NextThing]:
    if not roles_of(person) & set(WATCHERS):
        return
    untaken = select(func.count(Alert.id)).where(Alert.acknowledged_at.is_(None), may_see(person))
    unreadable = Alert.categories == [OTHER_LANGUAGE]
    if waiting := _count(untaken.where(~unreadable, ~Alert.unsure)):
        yield NextThing(
            title=_not_safe(waiting),
            says="Nobody has taken this yet. Read it and say that you have it."
            if waiting == 1
            else "Nobody has taken these yet. Read each one and say that you have it.",
            href=url_for("alerts.inbox"),
            weight=0,
        )
    if waiting := _count(untaken.where(Alert.unsure)):
        yield NextThing(
            title=f"{_not_safe(waiting)}: our screen is not sure",
            says=f"Nobody has taken {'this' if waiting == 1 else 'these'} yet. Please look all the same, "
            "and say that you have it.",
            href=url_for("alerts.inbox"),
            weight=0,
        )
    if waiting := _count(untaken.where(unreadable)):
        yield NextThing(
            title=f"{waiting} {'message' if waiting == 1 else 'messages'} in a language we cannot read",
            says=f"Somebody who can read {'it' if waiting == 1 else 'them'} should look today. "
            "We do not know whether someone is safe.",
            href=url_for("alerts.inbox"),
            weight=1,
        )


def _not_safe(waiting: int) -> str:
    return "Someone may not be safe" if waiting == 1 else f"{waiting} messages say someone may not be safe"


def _unread(person: User) -> Iterator[NextThing]:
    mine = reach(person, Role.quality_lead)
    if mine.nothing:
        return
    responses = (
        select(func.count(Response.id))
        .join(Collection, Collection.id == Response.collection_id)
        .where(within(mine, Collection.team_id))
    )
    if written_back := _count(responses.where(conversation.written_back())):
        yield NextThing(
            title="Somebody wrote back" if written_back == 1 else f"{written_back:,} people wrote back",
            says="They came back with their code. Read it and answer: it stands first in its list.",
            href=url_for("collections.everything"),
            weight=3,
        )
    if unread := _count(responses.where(Response.progress == Progress.received.value)):
        yield NextThing(
            title="New words to read",
            says=f"Waiting to be read: {unread:,}. Read them by the day you promised.",
            href=url_for("collections.everything"),
            weight=3,
        )


def _count(statement: Any) -> int:
    return int(db.session.scalar(statement) or 0)
