"""What two people found different in the same passage, and who decides between them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select

from core import trail
from core.access import Reach, within
from core.db import db
from core.passages import Passage
from nlp.kept.models import ThemeRow
from nlp.review.agreement import TwoLooks
from nlp.review.colleagues import somebody_sees
from nlp.review.marked_words import words_at
from nlp.review.models import DoubleCoding
from nlp.review.second_coding import FIRST, SECOND, found_in, marked_in

LISTED = 50
SHOWN = 90


class SettledBySomebodyElse(Exception):
    """Whoever is one of the two does not decide between them, where somebody else can."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One theme on which two people differ: how each found it, None: not there; and the words that each marked."""

    label: str
    first: str | None
    second: str | None
    first_words: tuple[str, ...] = ()
    second_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToSettle:
    """A passage that waits to be settled, with the beginning of its words. `own`: this person is one of the two."""

    passage_id: UUID
    words: str
    differences: list[Difference]
    own: bool


def may_settle(coding: DoubleCoding, team_id: UUID | None, *, person_id: UUID) -> bool:
    """Whether this person may settle what differs.

    Rationale: nobody should be judge of their own answer. Where nobody else can see it, it would wait for ever.
    """
    two = {coding.first_by, coding.second_by}
    return person_id not in two or not somebody_sees(team_id, besides=[one for one in two if one])


def settle(*, coding: DoubleCoding, by: UUID) -> None:
    """Say that a person has decided what differed. The two answers stay as they were."""
    coding.settled_by, coding.settled_at = by, datetime.now(UTC)
    db.session.flush()
    trail.record(action="settled two looks", subject="passage", subject_id=coding.passage_id)


def to_settle(found: Reach, *, person_id: UUID) -> tuple[int, list[ToSettle]]:
    """How many passages within reach wait to be settled, and the oldest of them."""
    query = (
        select(DoubleCoding, Passage.redacted)
        .join(Passage, Passage.id == DoubleCoding.passage_id)
        .where(
            DoubleCoding.differs.is_(True), DoubleCoding.settled_at.is_(None), within(found, Passage.team_id)
        )
    )
    rows = db.session.execute(query.order_by(DoubleCoding.second_at).limit(LISTED)).all()
    labels = dict(db.session.execute(select(ThemeRow.slug, ThemeRow.label)).all())
    ids = [coding.passage_id for coding, _ in rows]
    coded, marked = found_in(ids), marked_in(ids)
    listed = []
    for coding, redacted in rows:
        first, second = (coded.get((coding.passage_id, coder), {}) for coder in (FIRST, SECOND))
        differences = [
            Difference(
                labels[theme],
                first.get(theme),
                second.get(theme),
                *(
                    words_at(redacted or "", marked.get((coding.passage_id, coder, theme), ()))
                    for coder in (FIRST, SECOND)
                ),
            )
            for theme in TwoLooks(first, second).differing()
        ]
        own = person_id in (coding.first_by, coding.second_by)
        listed.append(ToSettle(coding.passage_id, _beginning(redacted or ""), differences, own))
    return db.session.scalars(select(func.count()).select_from(query.subquery())).one(), listed


def _beginning(words: str) -> str:
    """The first words, whole ones."""
    words = " ".join(words.split())
    return words if len(words) <= SHOWN else words[:SHOWN].rsplit(" ", 1)[0] + " …"
