"""A wording: exactly these redacted words, from the same kind of speaker, to the same question.

What it is about is decided once.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from core.db import db
from core.passages import Passage


def wording() -> ColumnElement[str]:
    """What all passages of one wording have in common, and no others."""
    return func.concat(func.md5(Passage.redacted), func.md5(Passage.asked), Passage.speaker)


def wordings_of(passage_ids: Collection[UUID] | Select[UUID]) -> set[str]:
    """The wordings of these passages."""
    return set(db.session.scalars(select(wording()).where(Passage.id.in_(passage_ids))))
