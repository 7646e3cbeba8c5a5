"""What the reading holds for a person on their home page."""

from collections.abc import Iterator

from flask import url_for

from core.access import reach, roles_of
from core.pages.home import NextThing
from core.people.models import Role, User
from nlp.built_state import reads_with_all
from nlp.review.queue import MOST_COUNTED, left_to_look_at


def next_things(person: User) -> Iterator[NextThing]:
    """A reading that is not whole, and passages that wait for a quality lead's look."""
    roles = roles_of(person)
    if {Role.administrator, Role.duty_lead} & set(roles) and not reads_with_all():
        yield NextThing(
            title="Part of the reading is not working",
            says="Messages are still taken in, but more alerts and names may be missed. Please read every message. "
            "Ask whoever runs Heard to look at its log and run: heard nlp build",
            href=url_for("screen.how_well"),
            weight=0,
        )
    if Role.quality_lead not in roles:
        return
    left = left_to_look_at(reach(person, Role.quality_lead))
    if not left:
        return
    many = f"More than {MOST_COUNTED:,}" if left >= MOST_COUNTED else f"{left:,}"
    yield NextThing(
        title=f"{many} {'passage' if left == 1 else 'passages'} to look at",
        says="We read what people said. Tell us where we got the theme right, and where we did not.",
        href=url_for("theme_review.start"),
        weight=6,
    )
