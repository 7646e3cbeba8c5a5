"""What the learning room holds for a person on their first page."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.access import reach
from core.db import db
from core.pages.home import NextThing
from core.people.models import Role, ServiceArea, User
from learning.models import State, Summary
from learning.scope import covers
from learning.work import MOST_TRIES


def next_things(person: User) -> Iterator[NextThing]:
    """Summaries to write up, those to publish, and those whose PDFs could not be made."""
    mine = reach(person, Role.quality_lead)
    if mine.nothing:
        return
    unpublished = db.session.scalars(
        select(Summary)
        .where(Summary.state != State.published)
        .options(selectinload(Summary.service_area).selectinload(ServiceArea.teams))
    )
    waiting = [each for each in unpublished if covers(mine, team_id=each.team_id, area=each.service_area)]
    stuck = [each for each in waiting if each.drawing_tries >= MOST_TRIES]
    for found, what, says in (
        (stuck, "whose PDFs could not be made", "Open it to see what went wrong, and try again."),
        (
            [each for each in waiting if each.stage is State.drafted],
            "to write up",
            "The figures are there. Write the words about them, then approve them.",
        ),
        (
            [each for each in waiting if each.stage is State.approved and each not in stuck],
            "to publish",
            "The words are approved. Publish them when you are ready.",
        ),
    ):
        if found:
            yield NextThing(
                title="1 learning summary " + what
                if len(found) == 1
                else f"{len(found)} learning summaries {what}",
                says=says,
                href=url_for("summaries.one", summary_id=found[0].id)
                if len(found) == 1
                else url_for("summaries.every"),
                weight=5,
            )
