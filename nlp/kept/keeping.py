"""Storing readings: all of one batch, with the figures they change, in the running transaction."""

from collections.abc import Collection, Mapping, Sequence
from importlib.metadata import version
from types import MappingProxyType
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from core.db import db
from core.passages import Passage
from nlp.bounded import Unread
from nlp.codebook.merging import follow_merges, with_decisions_to_move
from nlp.kept.marks import mark_again
from nlp.kept.models import CodebookVersion, PassageReading, Suggestion, Tag
from nlp.kept.reading import KeptReading
from nlp.kept.rollup import recounting
from nlp.review.new_words import share_of_new_words
from nlp.review.teaching import what_it_teaches

NO_MERGES: Mapping[str, str] = MappingProxyType({})
READER = f"heard {version('heard')}"

COMPARED = (
    "theme", "valence", "score", "start_at", "end_at", "redacted_start", "redacted_end", "reasons", "source",
    "reader",
)  # fmt: skip

Outcome = tuple[Passage, KeptReading | Unread]


def keep_readings(
    outcomes: Sequence[Outcome],
    *,
    codebook: CodebookVersion,
    merges: Mapping[str, str] = NO_MERGES,
    reader: str = READER,
) -> None:
    """Store what was found in these passages, over whatever an earlier reading found; decisions stay.

    `merges` are the themes of this codebook that became part of others: decisions on them follow. A passage
    that was read before and cannot be read now keeps what was found then.
    The caller holds the rows of `passage`. Flushes; the figures are right when the transaction commits.
    """
    if not outcomes:
        return
    same = found_as_before(outcomes, reader=reader)
    same -= with_decisions_to_move(same, merges)
    changed = [outcome for outcome in outcomes if outcome[0].id not in same]
    voices = {passage.source_id for passage, _ in outcomes}
    with recounting(voices, counted={passage.source_id for passage, _ in changed}):
        _keep_as_before(same, codebook, reader)
        _keep_changed(_without_those_kept_from_before(changed), codebook, merges, reader)


def found_as_before(outcomes: Sequence[Outcome], *, reader: str) -> set[UUID]:
    """The passages in which the same was found before: most of them, when one theme of many was changed.

    Whoever changes suggestions holds the passage, so what is seen here stays so.
    """
    read = {passage.id: (passage, found) for passage, found in outcomes if isinstance(found, KeptReading)}
    before: dict[UUID, set[tuple[object, ...]]] = {passage_id: set() for passage_id in read}
    columns = (Suggestion.passage_id, *(getattr(Suggestion, name) for name in COMPARED))
    for passage_id, *values in db.session.execute(select(*columns).where(Suggestion.passage_id.in_(read))):
        before[passage_id].add(_comparable(values))
    return {
        passage_id
        for passage_id, (passage, found) in read.items()
        if (passage.state, passage.redacted, passage.language) == ("read", found.redacted, found.language)
        and before[passage_id]
        == {_comparable([row[name] for name in COMPARED]) for row in _values(passage, found, reader)}
    }


def _comparable(values: Sequence[object]) -> tuple[object, ...]:
    return tuple(str(value) if isinstance(value, list) else value for value in values)


def _keep_as_before(passage_ids: Collection[UUID], codebook: CodebookVersion, reader: str) -> None:
    """Nobody who looks at one of these is told that it changed: its revision stays."""
    if passage_ids:
        db.session.execute(
            update(PassageReading)
            .where(PassageReading.passage_id.in_(passage_ids))
            .values(codebook_id=codebook.id, reader=reader, because=None)
            .execution_options(synchronize_session=False)
        )


def _keep_changed(
    outcomes: Sequence[Outcome], codebook: CodebookVersion, merges: Mapping[str, str], reader: str
) -> None:
    if not outcomes:
        return
    decided = decisions_by_theme()
    ids = [passage.id for passage, _ in outcomes]
    follow_merges(ids, merges)
    db.session.execute(delete(Suggestion).where(Suggestion.passage_id.in_(ids)))
    for passage, found in outcomes:
        _mark_passage(passage, found)
    db.session.flush()
    if suggestions := [values for passage, found in outcomes for values in _values(passage, found, reader)]:
        db.session.execute(insert(Suggestion), suggestions)
    mark_again([passage for passage, found in outcomes if isinstance(found, KeptReading)])
    _keep_how(outcomes, codebook=codebook, reader=reader, decided=decided)


def decisions_by_theme() -> dict[str, int]:
    """How many decisions people have made on each theme."""
    return dict(db.session.execute(select(Tag.theme, func.count()).group_by(Tag.theme)).all())


def _without_those_kept_from_before(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The others, once it is written down why these could not be read again. What was found before stands."""
    others = []
    for passage, found in outcomes:
        if passage.state != "read" or not isinstance(found, Unread):
            others.append((passage, found))
            continue
        db.session.execute(
            update(PassageReading)
            .where(PassageReading.passage_id == passage.id)
            .values(because=found.because, revision=PassageReading.revision + 1)
        )
    return others


def _mark_passage(passage: Passage, found: KeptReading | Unread) -> None:
    if isinstance(found, Unread):
        passage.state = "pending"
        return
    passage.redacted, passage.language, passage.state = found.redacted, found.language, "read"


def _values(passage: Passage, found: KeptReading | Unread, reader: str) -> list[dict[str, object]]:
    if isinstance(found, Unread):
        return []
    return [
        {
            "id": uuid4(),
            "passage_id": passage.id,
            "month": passage.month,
            "theme": theme.finding.theme,
            "valence": theme.finding.valence.value,
            "score": theme.finding.score,
            "start_at": theme.finding.start,
            "end_at": theme.finding.end,
            "redacted_start": theme.redacted_start,
            "redacted_end": theme.redacted_end,
            "reasons": [list(reason) for reason in theme.reasons],
            "source": theme.finding.source,
            "reader": reader,
        }
        for theme in found.themes
    ]


def _keep_how(
    outcomes: Sequence[Outcome], *, codebook: CodebookVersion, reader: str, decided: Mapping[str, int]
) -> None:
    rows = [
        {
            "passage_id": passage.id,
            "reader": reader,
            "codebook_id": codebook.id,
            "revision": 1,
            "teaches": _teaches(found, decided),
            "because": found.because if isinstance(found, Unread) else None,
        }
        for passage, found in outcomes
    ]
    statement = upsert(PassageReading)
    changed = {name: statement.excluded[name] for name in ("reader", "codebook_id", "teaches", "because")}
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["passage_id"], set_=changed | {"revision": PassageReading.revision + 1}
        ),
        rows,
    )


def _teaches(found: KeptReading | Unread, decided: Mapping[str, int]) -> float:
    if isinstance(found, Unread):
        return 0.0
    scores = {theme.finding.theme: theme.finding.score for theme in found.themes}
    return what_it_teaches(
        scores,
        words=len(found.redacted.split()),
        decided=decided,
        new_words=share_of_new_words(found.redacted),
    )
