"""Storing readings: all of one batch, with the figures they change, in the running transaction."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from types import MappingProxyType
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from core.db import db
from core.passages import Passage
from nlp.bounded import Unread
from nlp.kept_reading import KeptReading
from nlp.merging import follow_merges
from nlp.models import CodebookVersion, PassageReading, Suggestion, Tag
from nlp.rollup import recounting
from nlp.teaching import what_it_teaches

NO_MERGES: Mapping[str, str] = MappingProxyType({})
READER = f"heard {version('heard')}"

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
    decided = decisions_by_theme()
    with recounting({passage.source_id for passage, _ in outcomes}):
        outcomes = _without_those_kept_from_before(outcomes)
        ids = [passage.id for passage, _ in outcomes]
        follow_merges(ids, merges)
        db.session.execute(delete(Suggestion).where(Suggestion.passage_id.in_(ids)))
        for passage, found in outcomes:
            _mark_passage(passage, found)
        db.session.flush()
        if suggestions := [
            values for passage, found in outcomes for values in _values(passage, found, reader)
        ]:
            db.session.execute(insert(Suggestion), suggestions)
        if outcomes:
            _keep_how(outcomes, codebook=codebook, reader=reader, decided=decided)


def decisions_by_theme() -> dict[str, int]:
    """How many decisions people have made on each theme."""
    return dict(db.session.execute(select(Tag.theme, func.count()).group_by(Tag.theme)).all())


def _without_those_kept_from_before(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The others, once it is written down why these could not be read again. They stay left to do."""
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
    return what_it_teaches(scores, words=len(found.redacted.split()), decided=decided)
