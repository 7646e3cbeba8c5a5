"""What the reading holds for a person on their home page."""

from collections.abc import Iterator

from flask import url_for

from core.access import reach, roles_of
from core.pages.home import NextThing
from core.people.models import Role, User
from nlp.review.queue import left_to_look_at


def next_things(person: User) -> Iterator[NextThing]:
    """Passages that wait for a quality lead's look."""
    if Role.quality_lead not in roles_of(person):
        return
    left = left_to_look_at(reach(person, Role.quality_lead))
    if not left:
        return
    yield NextThing(
        title=f"{left} {'passage' if left.one else 'different passages'} to look at",
        says="We read what people said. Tell us where we got the theme right, and where we did not.",
        href=url_for("theme_review.start"),
        weight=6,
    )
