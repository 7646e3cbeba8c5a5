"""How many people answered, and how much of it waits to be read."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Date, cast, func, or_, select

from core.db import db
from feedback.conversation import written_back
from feedback.models import Collection, Progress, Response


def responses_of(collections: Iterable[Collection]) -> dict[UUID, int]:
    """How many responses each collection has; one with none is left out."""
    wanted = [collection.id for collection in collections]
    counted = db.session.execute(
        select(Response.collection_id, func.count().label("number"))
        .where(Response.collection_id.in_(wanted))
        .group_by(Response.collection_id)
    )
    return {row.collection_id: row.number for row in counted}


def to_read_in(collections: Iterable[Collection]) -> dict[UUID, int]:
    """How many responses of each nobody has read, or were written back to; one with none is left out."""
    wanted = [collection.id for collection in collections]
    counted = db.session.execute(
        select(Response.collection_id, func.count().label("number"))
        .where(
            Response.collection_id.in_(wanted), or_(Response.progress == Progress.received, written_back())
        )
        .group_by(Response.collection_id)
    )
    return {row.collection_id: row.number for row in counted}


def by_month(collection: Collection) -> list[tuple[date, int]]:
    """How many responses came in each month, newest first."""
    month = cast(func.date_trunc("month", Response.day), Date)
    counted = db.session.execute(
        select(month, func.count())
        .where(Response.collection_id == collection.id)
        .group_by(month)
        .order_by(month.desc())
    )
    return [(first_day, number) for first_day, number in counted]
