"""What learning holds for a person on their home page."""

from collections.abc import Iterator

from flask import url_for

from core.access import reach
from core.pages.home import NextThing
from core.pages.house import house
from core.people.models import Role, User
from nlp.taught.drifting import drifts


def next_things(person: User) -> Iterator[NextThing]:
    """That people say new things, for a quality lead of the whole authority."""
    if reach(person, Role.quality_lead).everything and drifts(threshold=house().threshold).has_risen:
        yield NextThing(
            title="People may be saying new things",
            says="More passages than usual have no theme, or hold new words.",
            href=url_for("how_well.show", _anchor="drift"),
            weight=6,
        )
