"""Deciding once for everybody who wrote exactly the same words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from core.access import Reach, within
from core.db import db
from core.passages import Passage
from nlp.kept.models import PassageReading, Suggestion
from nlp.kept.rollup import recounting
from nlp.review.decisions import NotRead, Verdict, hold, keep_verdicts, note_decision
from nlp.review.queue import held_now

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Alike:
    """How many other passages hold exactly these words and wait for a look, and how many voices said them."""

    passages: int
    voices: int


def alike_waiting(passage: Passage, found: Reach) -> Alike:
    """What else in reach was said in the same words by the same kind of speaker, and nobody has open."""
    same = _same_words(passage, found).limit(MOST_AT_ONCE).subquery()
    counted = select(func.count(), func.count(same.c.source_id.distinct())).select_from(same)
    passages, voices = db.session.execute(counted).one()
    return Alike(passages, voices)


def decide_alike(
    *, passage_id: UUID, revision: int, verdicts: Sequence[Verdict], by: UUID, found: Reach
) -> int:
    """Store the verdicts on a passage and on all that say exactly the same; gives how many others there were.

    Each has its own decisions and its own line in the trail. Those that somebody looks at, works on or has
    decided, and those in which something else is suggested than was asked about, are left for a look of their
    own. At most `MOST_AT_ONCE`. Raises as `decide` does, storing nothing.
    """
    passage = db.session.scalars(
        select(Passage).where(Passage.id == passage_id).with_for_update(read=True, key_share=True)
    ).one_or_none()
    if passage is None:
        raise NotRead
    ids = [row.id for row in db.session.execute(_same_words(passage, found).limit(MOST_AT_ONCE))]
    others = db.session.scalars(
        select(Passage)
        .where(Passage.id.in_(ids))
        .order_by(Passage.id)
        .with_for_update(read=True, key_share=True, skip_locked=True)
    ).all()
    made = {}
    with recounting([passage.source_id, *(other.source_id for other in others)]):
        made[passage.id] = keep_verdicts(passage, hold(passage_id, revision), verdicts, by)
        asked = {verdict.theme for verdict in verdicts}
        suggested = _suggested([other.id for other in others])
        readings = _still_waiting([other.id for other in others])
        for other in others:
            if other.id in readings and suggested.get(other.id, set()) <= asked:
                made[other.id] = keep_verdicts(other, readings[other.id], verdicts, by)
    for decided, counts in made.items():
        note_decision(decided, counts, alike=len(made))
    return len(made) - 1


def _same_words(passage: Passage, found: Reach) -> Select[UUID, UUID]:
    """The hash lets an index find them; the words themselves decide."""
    return (
        select(Passage.id, Passage.source_id)
        .join(PassageReading, PassageReading.passage_id == Passage.id)
        .where(
            func.md5(Passage.redacted) == func.md5(passage.redacted or ""),
            Passage.redacted == passage.redacted,
            Passage.redacted != "",
            Passage.speaker == passage.speaker,
            Passage.state == "read",
            Passage.id != passage.id,
            PassageReading.looked_at.is_(None),
            PassageReading.because.is_(None),
            Passage.id.not_in(held_now()),
            within(found, Passage.team_id),
        )
        .order_by(Passage.id)
    )


def _still_waiting(passage_ids: Sequence[UUID]) -> dict[UUID, PassageReading]:
    """The readings, locked, that nobody has decided about since they were found."""
    held = db.session.scalars(
        select(PassageReading)
        .where(
            PassageReading.passage_id.in_(passage_ids),
            PassageReading.looked_at.is_(None),
            PassageReading.because.is_(None),
        )
        .order_by(PassageReading.passage_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return {reading.passage_id: reading for reading in held}


def _suggested(passage_ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for passage_id, theme in db.session.execute(
        select(Suggestion.passage_id, Suggestion.theme).where(Suggestion.passage_id.in_(passage_ids))
    ):
        found.setdefault(passage_id, set()).add(theme)
    return found
