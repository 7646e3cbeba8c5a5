"""What the core knows: everybody in the staff directory, and the administrator's lists."""

from collections.abc import Iterator

from sqlalchemy import select

from core.db import db
from core.known_names import Kind, Known, Source, stamp_of
from core.known_names.lists import kept_names, kept_stamp
from core.people.models import User


def _directory() -> Iterator[Known]:
    """Also those who have left: messages still speak of them."""
    return (Known(Kind.person, name) for name in db.session.scalars(select(User.name)))


def _kept() -> Iterator[Known]:
    return (Known(kind, name) for kind, names in kept_names().items() for name in names)


directory = Source(lambda: stamp_of(User.name), _directory)
kept = Source(kept_stamp, _kept)
