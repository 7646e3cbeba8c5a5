"""What the reading holds for a person on their home page."""

from collections.abc import Iterator

from flask import url_for

from core.access import reach, roles_of
from core.pages.home import NextThing
from core.people.models import Role, User
from nlp.built_state import reads_with_all
from nlp.languages import UNKNOWN
from nlp.review.queue import left_to_look_at
from nlp.translating.translations import waiting_by_language


def next_things(person: User) -> Iterator[NextThing]:
    """A reading that is not whole; and what waits for a quality lead: messages to translate, passages to look at."""
    roles = roles_of(person)
    if {Role.administrator, Role.duty_lead} & set(roles) and not reads_with_all():
        yield NextThing(
            title="Part of the reading is not working",
            says="Messages are still taken in, but we may miss more alerts, names and themes. Please read every "
            "message. Ask whoever runs Heard to look at its log and run: heard nlp build",
            href=url_for("screen.how_well"),
            weight=0,
        )
    if Role.quality_lead not in roles:
        return
    found = reach(person, Role.quality_lead)
    if to_translate := sum(one.passages for one in waiting_by_language(found) if one.code != UNKNOWN):
        yield NextThing(
            title=f"{to_translate:,} {'message' if to_translate == 1 else 'messages'} to translate",
            says="We read English only. Until somebody puts these into English, we do not know what they say.",
            href=url_for("translations.languages"),
            weight=2,
        )
    left = left_to_look_at(found)
    if not left:
        return
    yield NextThing(
        title=f"{left} {'passage' if left.one else 'different passages'} to look at",
        says="We read what people said. Tell us where we got the theme right, and where we did not.",
        href=url_for("theme_review.start"),
        weight=6,
    )
