"""Where the words that a person marked stand: in the words that were read, and in the redacted copy of these."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypedDict
from uuid import UUID

from sqlalchemy import func, select

from core.db import db
from core.keys import Unreadable
from core.passages import Passage
from nlp.kept.models import Tag
from nlp.kept.reading import RedactedPlaces, Span, apart
from nlp.review.models import CodedTheme
from nlp.translating.models import Translation


class MarksKept(TypedDict):
    """What a row keeps of marked words (see `MarksShown`)."""

    marks: list[Span]
    marks_in: int
    redacted_marks: list[Span]


class WordsRead(NamedTuple):
    """The places of the words whose redacted copy a passage has; `number` of their translation, 0: as they came."""

    number: int
    places: RedactedPlaces


def words_read(passages: Sequence[Passage]) -> dict[UUID, WordsRead]:
    """Those of these passages; left out where the words cannot be opened, or the copy is not one of them."""
    translations = {
        translation.passage_id: translation
        for translation in db.session.scalars(
            select(Translation)
            .where(Translation.passage_id.in_([passage.id for passage in passages]), Translation.read)
            .order_by(Translation.number)
            .execution_options(populate_existing=True)
        )
    }
    found = {}
    for passage in passages:
        translation = translations.get(passage.id)
        try:
            words = (translation or passage).words
        except Unreadable:
            continue
        places = RedactedPlaces.laid(words, passage.redacted or "")
        if places is not None:
            found[passage.id] = WordsRead(translation.number if translation else 0, places)
    return found


def marks_to_keep(passage: Passage, marked: Mapping[str, Sequence[Span]]) -> dict[str, MarksKept]:
    """What to keep of the places that a person marked in the redacted copy of a passage, by theme."""
    read = words_read([passage]).get(passage.id) if any(marked.values()) else None
    return {theme: _kept(read, places) for theme, places in marked.items()}


def mark_again(passages: Sequence[Passage]) -> None:
    """Find where what people marked in these passages stands in the redacted copies that they have now. Flushes."""
    ids = [passage.id for passage in passages]
    rows: list[Tag | CodedTheme] = []
    for kept in (Tag, CodedTheme):
        marked = select(kept).where(kept.passage_id.in_(ids), func.jsonb_array_length(kept.marks) > 0)
        rows += db.session.scalars(marked.execution_options(populate_existing=True))
    if not rows:
        return
    with_marks = {row.passage_id for row in rows}
    read = words_read([passage for passage in passages if passage.id in with_marks])
    for row in rows:
        now = read.get(row.passage_id)
        fits = now is not None and now.number == row.marks_in
        row.redacted_marks = apart(now.places.span(*mark) for mark in row.marks) if now and fits else []
    db.session.flush()


def places_kept(places: Iterable[Sequence[int]]) -> list[Span]:
    """Places as a row keeps them."""
    return [(start, end) for start, end in places]


def _kept(read: WordsRead | None, places: Sequence[Span]) -> MarksKept:
    if read is None or not places:
        return {"marks": [], "marks_in": 0, "redacted_marks": []}
    marks = apart(read.places.origin(*place) for place in places)
    return {
        "marks": marks,
        "marks_in": read.number,
        "redacted_marks": apart(read.places.span(*mark) for mark in marks),
    }
