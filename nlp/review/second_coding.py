"""A second person on a share of the passages, who does not see what the first decided. Both answers are kept."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, insert, select

from core import trail
from core.access import Reach, within
from core.db import db
from core.passages import Passage
from core.people.models import Authority
from nlp.kept.marks import marks_to_keep, places_kept
from nlp.kept.models import ThemeRow
from nlp.kept.reading import Span
from nlp.review.agreement import TwoLooks
from nlp.review.decisions import Verdict, hold
from nlp.review.models import CodedTheme, DoubleCoding

FIRST, SECOND = 1, 2
MOST_LOOKED_AT = 20_000


def is_chosen(passage_id: UUID, *, percent: int) -> bool:
    """Whether two people look at this passage.

    Rationale: the identifier is random, so its end picks a fair share, the same for everybody, and neither
    the first person nor the words have a say in it.
    """
    return passage_id.int % 100 < percent


def coding_of(passage_id: UUID) -> DoubleCoding | None:
    return db.session.get(DoubleCoding, passage_id, populate_existing=True)


def is_blind_for(coding: DoubleCoding | None, person_id: UUID) -> bool:
    """Whether this person is to look as the second, without seeing what the first decided."""
    return coding is not None and coding.second_at is None and coding.first_by != person_id


def is_to_settle(coding: DoubleCoding | None) -> bool:
    """Whether two people found different things and nobody has settled it."""
    return coding is not None and bool(coding.differs) and coding.settled_at is None


def keep_first(
    *, passage_id: UUID, verdicts: Sequence[Verdict], by: UUID, alike: Collection[UUID] = ()
) -> None:
    """Remember what the first person found, where two are to look. Their later change of mind counts too.

    `alike` are those decided at once with it. One look is the second for all of them.

    Rationale: the words are the same, so looking twice at one is looking twice at all; and it is done if any of
    them is chosen, so that the share of passages that two people stand behind is never less than was set.
    """
    coding = coding_of(passage_id)
    if coding is None:
        percent = _percent()
        if not any(is_chosen(one, percent=percent) for one in (passage_id, *alike)):
            return
        db.session.add(DoubleCoding(passage_id=passage_id, first_by=by, first_at=datetime.now(UTC)))
        db.session.flush()
    elif coding.second_at is not None or coding.first_by != by:
        return
    _keep_themes(db.session.get_one(Passage, passage_id), FIRST, verdicts)


def keep_second(*, passage_id: UUID, revision: int, verdicts: Sequence[Verdict], by: UUID) -> bool:
    """Keep what the second person found, beside the first's, whose decisions stand; gives whether they differ.

    Raises ChangedMeanwhile and NotRead as `decide` does.
    """
    reading = hold(passage_id, revision)
    coding = db.session.get_one(DoubleCoding, passage_id, populate_existing=True)
    _keep_themes(db.session.get_one(Passage, passage_id), SECOND, verdicts)
    first, second = found_by_both(passage_id)
    coding.second_by, coding.second_at, coding.differs = by, datetime.now(UTC), first != second
    reading.revision += 1
    db.session.flush()
    trail.record(
        action="looked as the second",
        subject="passage",
        subject_id=passage_id,
        detail={"differs": first != second},
    )
    return first != second


def found_by_both(passage_id: UUID) -> tuple[dict[str, str], dict[str, str]]:
    """What the first and the second person found: a valence by theme."""
    found = found_in([passage_id])
    return found.get((passage_id, FIRST), {}), found.get((passage_id, SECOND), {})


def found_in(passage_ids: Sequence[UUID]) -> dict[tuple[UUID, int], dict[str, str]]:
    """What each of two people found in these passages: a valence by theme, by passage and coder."""
    found: dict[tuple[UUID, int], dict[str, str]] = {}
    rows = db.session.execute(
        select(CodedTheme.passage_id, CodedTheme.coder, CodedTheme.theme, CodedTheme.valence).where(
            CodedTheme.passage_id.in_(passage_ids)
        )
    )
    for passage_id, coder, theme, valence in rows:
        found.setdefault((passage_id, coder), {})[theme] = valence
    return found


def marked_in(passage_ids: Sequence[UUID]) -> dict[tuple[UUID, int, str], list[Span]]:
    """Where in the redacted copies each of two people marked the words of a theme, by passage, coder and theme."""
    marked = select(
        CodedTheme.passage_id, CodedTheme.coder, CodedTheme.theme, CodedTheme.redacted_marks
    ).where(CodedTheme.passage_id.in_(passage_ids))
    return {
        (passage_id, coder, theme): places_kept(places)
        for passage_id, coder, theme, places in db.session.execute(marked)
    }


def two_looks(found: Reach, *, most: int = MOST_LOOKED_AT) -> list[TwoLooks]:
    """The `most` newest passages within reach that two people have looked at, themes as the codebook has them now."""
    rows = db.session.execute(
        select(DoubleCoding.passage_id, Passage.speaker)
        .join(Passage, Passage.id == DoubleCoding.passage_id)
        .where(DoubleCoding.second_at.is_not(None), within(found, Passage.team_id))
        .order_by(DoubleCoding.second_at.desc())
        .limit(most)
    ).all()
    themes = list(db.session.scalars(select(ThemeRow)))
    whole = {theme.slug: theme.merged_into or theme.slug for theme in themes}
    offered = {
        speaker: frozenset(theme.slug for theme in themes if not theme.hidden and speaker in theme.speakers)
        for speaker in ("child", "family", "staff")
    }
    coded = found_in([row.passage_id for row in rows])

    def found_by(passage_id: UUID, coder: int) -> dict[str, str]:
        return {whole[theme]: valence for theme, valence in coded.get((passage_id, coder), {}).items()}

    return [
        TwoLooks(found_by(row.passage_id, FIRST), found_by(row.passage_id, SECOND), offered[row.speaker])
        for row in rows
    ]


def _percent() -> int:
    return db.session.scalar(select(Authority.second_look_percent)) or 0


def _keep_themes(passage: Passage, coder: int, verdicts: Sequence[Verdict]) -> None:
    db.session.execute(
        delete(CodedTheme).where(CodedTheme.passage_id == passage.id, CodedTheme.coder == coder)
    )
    marks = marks_to_keep(passage, {verdict.theme: verdict.marks for verdict in verdicts})
    rows = [
        {
            "passage_id": passage.id,
            "coder": coder,
            "theme": verdict.theme,
            "valence": verdict.valence.value,
            **marks[verdict.theme],
        }
        for verdict in verdicts
        if verdict.valence is not None
    ]
    if rows:
        db.session.execute(insert(CodedTheme), rows)
