"""The same words said by several people: one entry in the list, translated or set aside once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, update

from core import trail
from core.access import Reach, within
from core.db import db
from core.passages import Passage
from core.people.models import User
from nlp.kept.models import PassageReading
from nlp.languages import ENGLISH
from nlp.translating.translations import LISTED, add_translation, waiting

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Wording:
    """The same words in one language: the oldest passage that holds them, and how many do."""

    passage: Passage
    times: int


def waiting_in(language: str, found: Reach) -> list[Wording]:
    """The different words in this language that wait for a translation, oldest month first."""
    return _wordings(waiting(select(Passage), found).where(Passage.language == language))


def set_aside_in(language: str, found: Reach) -> list[Wording]:
    """The different words in this language of which somebody said that they need no translation."""
    return _wordings(_set_aside(select(Passage), found).where(Passage.language == language))


def set_aside_by(passage: Passage) -> str | None:
    """The name of who said that this passage needs no translation; None where nobody did."""
    return db.session.scalars(
        select(User.name)
        .join(PassageReading, PassageReading.untranslated_by == User.id)
        .where(PassageReading.passage_id == passage.id)
    ).one_or_none()


def translate(*, passage: Passage, words: str, seen: int, by: UUID, found: Reach) -> int:
    """Keep an English wording of a passage, and of all that wait and hold the very same words.

    Gives how many others have it too. Raises as `add_translation` does.
    """
    others = [
        other for other in _alike(waiting(select(Passage), found), passage) if other.words == passage.words
    ]
    add_translation(passage_id=passage.id, words=words, seen=seen, by=by)
    for other in others:
        add_translation(passage_id=other.id, words=words, seen=0, by=by)
    return len(others)


def set_aside(*, passage: Passage, by: UUID, found: Reach) -> int:
    """A person says that these words need no translation: they are English, or no words at all. Gives how often."""
    alike = [passage, *_alike(waiting(select(Passage), found), passage)]
    return _decide(alike, by=by, action="said no translation is needed")


def take_back(*, passage: Passage, found: Reach) -> int:
    """A person says that these words need a translation after all. Gives how often they were said."""
    alike = [passage, *_alike(_set_aside(select(Passage), found), passage)]
    return _decide(alike, by=None, action="said a translation is needed")


def _decide(passages: Sequence[Passage], *, by: UUID | None, action: str) -> int:
    ids = [passage.id for passage in passages]
    db.session.execute(
        update(PassageReading).where(PassageReading.passage_id.in_(ids)).values(untranslated_by=by)
    )
    for passage_id in ids:
        trail.record(action=action, subject="passage", subject_id=passage_id)
    return len(ids)


def _set_aside(query: Select[Passage], found: Reach) -> Select[Passage]:
    return query.join(PassageReading, PassageReading.passage_id == Passage.id).where(
        Passage.state == "read",
        Passage.language != ENGLISH,
        PassageReading.untranslated_by.is_not(None),
        within(found, Passage.team_id),
    )


def same_words() -> ColumnElement[str]:
    """What is equal for passages with the same words, as an index knows it."""
    return func.md5(Passage.redacted)


def _alike(query: Select[Passage], passage: Passage) -> Sequence[Passage]:
    """Other passages of `query` in the same language and with the same words."""
    same = (
        Passage.id != passage.id,
        Passage.language == passage.language,
        same_words() == func.md5(passage.redacted),
    )
    return db.session.scalars(query.where(*same).order_by(Passage.id).limit(MOST_AT_ONCE)).all()


def _wordings(query: Select[Passage]) -> list[Wording]:
    """One passage for each wording, the oldest."""
    order = (Passage.month, Passage.id)
    numbered = query.add_columns(
        func.row_number().over(partition_by=same_words(), order_by=order).label("place"),
        func.count().over(partition_by=same_words()).label("times"),
    ).subquery()
    rows = db.session.execute(
        select(Passage, numbered.c.times)
        .join(numbered, numbered.c.id == Passage.id)
        .where(numbered.c.place == 1)
        .order_by(*order)
        .limit(LISTED)
    )
    return [Wording(passage, times) for passage, times in rows]
