"""Deciding once for everybody who wrote exactly the same words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from core.access import Reach, within
from core.db import db
from core.passages import Passage
from nlp.kept.models import PassageReading, Suggestion, Tag
from nlp.kept.rollup import recounting
from nlp.review.decisions import NotRead, Verdict, hold, keep_verdicts, note_decision
from nlp.review.models import DoubleCoding
from nlp.review.queue import held_now

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Alike:
    """How many other passages hold exactly these words and wait for a look, and how many voices said them."""

    passages: int
    voices: int

    @property
    def more(self) -> bool:
        """Whether there may be more than can be decided at once."""
        return self.passages == MOST_AT_ONCE


def alike_waiting(passage: Passage, found: Reach) -> Alike:
    """What else in reach was answered in the same words by the same kind of speaker, and nobody has open."""
    same = _same_words(passage, found, _waits()).limit(MOST_AT_ONCE).subquery()
    counted = select(func.count(), func.count(same.c.source_id.distinct())).select_from(same)
    passages, voices = db.session.execute(counted).one()
    return Alike(passages, voices)


def decide_alike(
    *, passage_id: UUID, revision: int, verdicts: Sequence[Verdict], by: UUID, found: Reach
) -> list[UUID]:
    """Store the verdicts on a passage and on all that say exactly the same; gives these others.

    Each has its own decisions and its own line in the trail. Those that somebody looks at, works on or has
    decided, and those in which something else is suggested than was asked about, are left for a look of their
    own. At most `MOST_AT_ONCE`. Raises as `decide` does, storing nothing.
    """
    asked = {verdict.theme for verdict in verdicts}

    def asked_the_same(ids: Sequence[UUID]) -> list[UUID]:
        suggested = _suggested(ids)
        return [one for one in ids if suggested.get(one, set()) <= asked]

    return _decide_all(_passage(passage_id), revision, verdicts, by, found, _waits(), asked_the_same)


def settle_alike(
    *, passage_id: UUID, revision: int, verdicts: Sequence[Verdict], by: UUID, first_by: UUID, found: Reach
) -> list[UUID]:
    """Store what settles a passage on it, and on all of the same words that the first person answered as it.

    Gives these others. Raises as `decide` does, storing nothing.
    """
    of_the_first = and_(
        PassageReading.looked_by == first_by,
        PassageReading.because.is_(None),
        ~exists().where(DoubleCoding.passage_id == PassageReading.passage_id),
    )

    def answered_the_same(ids: Sequence[UUID]) -> list[UUID]:
        tags = _decided([passage_id, *ids])
        return [one for one in ids if tags.get(one) == tags.get(passage_id)]

    return _decide_all(_passage(passage_id), revision, verdicts, by, found, of_the_first, answered_the_same)


def _decide_all(
    passage: Passage,
    revision: int,
    verdicts: Sequence[Verdict],
    by: UUID,
    found: Reach,
    which: ColumnElement[bool],
    fit: Callable[[Sequence[UUID]], list[UUID]],
) -> list[UUID]:
    """Decide on a passage and on those of the same words and `which` that `fit`."""
    ids = [row.id for row in db.session.execute(_same_words(passage, found, which).limit(MOST_AT_ONCE))]
    others = db.session.scalars(
        select(Passage)
        .where(Passage.id.in_(ids))
        .order_by(Passage.id)
        .with_for_update(read=True, key_share=True, skip_locked=True)
    ).all()
    made = {}
    with recounting([passage.source_id, *(other.source_id for other in others)]):
        reading = hold(passage.id, revision)
        readings = _readings([other.id for other in others], which)
        same = set(fit(list(readings)))
        made[passage.id] = keep_verdicts(passage, reading, verdicts, by)
        for other in others:
            if other.id in same and other.redacted == passage.redacted:
                made[other.id] = keep_verdicts(other, readings[other.id], verdicts, by)
    for decided, counts in made.items():
        note_decision(decided, counts, alike=len(made))
    return [decided for decided in made if decided != passage.id]


def _waits() -> ColumnElement[bool]:
    return and_(
        PassageReading.looked_at.is_(None),
        PassageReading.because.is_(None),
        PassageReading.passage_id.not_in(held_now()),
    )


def _passage(passage_id: UUID) -> Passage:
    passage = db.session.scalars(
        select(Passage).where(Passage.id == passage_id).with_for_update(read=True, key_share=True)
    ).one_or_none()
    if passage is None:
        raise NotRead
    return passage


def _same_words(passage: Passage, found: Reach, which: ColumnElement[bool]) -> Select[UUID, UUID]:
    """The hash lets an index find them; the words themselves decide. "Yes" to another question says something else."""
    return (
        select(Passage.id, Passage.source_id)
        .join(PassageReading, PassageReading.passage_id == Passage.id)
        .where(
            func.md5(Passage.redacted) == func.md5(passage.redacted or ""),
            Passage.redacted == passage.redacted,
            Passage.redacted != "",
            Passage.speaker == passage.speaker,
            Passage.asked == passage.asked,
            Passage.state == "read",
            Passage.id != passage.id,
            which,
            within(found, Passage.team_id),
        )
        .order_by(Passage.id)
    )


def _readings(passage_ids: Sequence[UUID], which: ColumnElement[bool]) -> dict[UUID, PassageReading]:
    """The readings, locked, of those that did not change meanwhile."""
    held = db.session.scalars(
        select(PassageReading)
        .where(PassageReading.passage_id.in_(passage_ids), which)
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


def _decided(passage_ids: Sequence[UUID]) -> dict[UUID, dict[str, str | None]]:
    found: dict[UUID, dict[str, str | None]] = {}
    for passage_id, theme, valence in db.session.execute(
        select(Tag.passage_id, Tag.theme, Tag.valence).where(Tag.passage_id.in_(passage_ids))
    ):
        found.setdefault(passage_id, {})[theme] = valence
    return found
