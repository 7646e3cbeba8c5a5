"""What people decide about themes: it is stored apart from the machine's suggestions, and it wins."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from core import trail
from core.db import db
from core.passages import Passage
from nlp.findings import Valence
from nlp.kept.marks import MarksKept, marks_to_keep
from nlp.kept.models import Decision, PassageReading, Suggestion, Tag
from nlp.kept.reading import Span
from nlp.kept.rollup import recounting
from nlp.meanwhile import ChangedMeanwhile


class NotRead(Exception):
    """The passage has no reading to decide about."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One theme, and how the speaker finds it; None says that they do not speak of it.

    `marks` are the places, in the redacted copy, of the words that show it, where the person marked them.
    """

    theme: str
    valence: Valence | None
    marks: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if self.marks and self.valence is None:
            raise ValueError("nothing shows a theme that is not there")


def decide(*, passage_id: UUID, revision: int, verdicts: Sequence[Verdict], by: UUID) -> None:
    """Store a person's verdicts on a passage and mark it looked at, with the figures they change.

    `revision` is the one the person saw. Raises ChangedMeanwhile, storing nothing, when it is an older one,
    and NotRead when there is nothing to decide about.
    """
    passage = db.session.scalars(
        select(Passage).where(Passage.id == passage_id).with_for_update(read=True, key_share=True)
    ).one_or_none()
    if passage is None:
        raise NotRead
    with recounting([passage.source_id]):
        made = keep_verdicts(passage, hold(passage_id, revision), verdicts, by)
    note_decision(passage_id, made)


def keep_verdicts(
    passage: Passage, reading: PassageReading, verdicts: Sequence[Verdict], by: UUID
) -> Counter[Decision]:
    """Store the verdicts on one passage that the caller holds, inside `recounting`; gives what was made of them."""
    made = _keep(passage, verdicts, by)
    reading.revision += 1
    reading.looked_by, reading.looked_at = by, datetime.now(UTC)
    return made


def note_decision(passage_id: UUID, made: Mapping[Decision, int], **more: trail.Scalar) -> None:
    """Write into the trail what was decided about one passage. Comes after `recounting`."""
    trail.record(
        action="decided themes",
        subject="passage",
        subject_id=passage_id,
        detail={decision.value: made.get(decision, 0) for decision in Decision} | more,
    )


def hold(passage_id: UUID, revision: int) -> PassageReading:
    """The passage's reading, locked, as this person saw it. Raises ChangedMeanwhile and NotRead."""
    reading = db.session.scalars(
        select(PassageReading)
        .join(Passage, Passage.id == PassageReading.passage_id)
        .where(Passage.id == passage_id, Passage.state == "read")
        .with_for_update(of=PassageReading)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if reading is None:
        raise NotRead
    if reading.revision != revision:
        raise ChangedMeanwhile
    return reading


def _keep(passage: Passage, verdicts: Sequence[Verdict], by: UUID) -> Counter[Decision]:
    suggested = set(
        db.session.scalars(select(Suggestion.theme).where(Suggestion.passage_id == passage.id)).all()
    )
    _take_back(passage.id, [v.theme for v in verdicts if v.valence is None and v.theme not in suggested])
    marks = marks_to_keep(passage, {verdict.theme: verdict.marks for verdict in verdicts})
    made: Counter[Decision] = Counter()
    for verdict in verdicts:
        if verdict.valence is None and verdict.theme not in suggested:
            continue
        decision = decision_on(verdict, suggested)
        made[decision] += 1
        _keep_tag(passage, verdict, decision, marks[verdict.theme], by)
    return made


def decision_on(verdict: Verdict, suggested: Collection[str]) -> Decision:
    """What a verdict is, beside what the machine suggested."""
    if verdict.valence is None:
        return Decision.rejected
    return Decision.accepted if verdict.theme in suggested else Decision.added


def _take_back(passage_id: UUID, themes: Collection[str]) -> None:
    """A theme that a person had added and that nobody suggests is simply not there any more."""
    if themes:
        db.session.execute(delete(Tag).where(Tag.passage_id == passage_id, Tag.theme.in_(themes)))


def _keep_tag(passage: Passage, verdict: Verdict, decision: Decision, marks: MarksKept, by: UUID) -> None:
    tag = Tag(
        passage_id=passage.id,
        month=passage.month,
        theme=verdict.theme,
        valence=verdict.valence.value if verdict.valence else None,
        decision=decision.value,
        decided_by=by,
        decided_at=datetime.now(UTC),
        **marks,
    )
    names = ("passage_id", "theme", "month", "valence", "decision", "decided_by", "decided_at", *marks)
    statement = upsert(Tag).values(id=tag.id, **{name: getattr(tag, name) for name in names})
    changed = {name: statement.excluded[name] for name in names[2:]}
    db.session.execute(statement.on_conflict_do_update(index_elements=["passage_id", "theme"], set_=changed))
