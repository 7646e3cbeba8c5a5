"""The roll-up: how many voices speak of what, kept right in the transaction that changes a finding.

A voice is a source: one response or one review. Its whole contribution is worked out before and after the
change, under a lock of that voice, and the difference is applied. So a voice with five passages on one
theme counts once, however its passages and their decisions come and go.

Locks are always taken in this order, which keeps any number of workers free of deadlock: rows of
`passage`, then the voices, then the figures, then the trail.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, db
from core.passages import Passage
from nlp.kept.effective import ALL_VOICE_THEMES, SOME_VOICE_THEMES, VOICES
from nlp.kept.models import VALENCES

FIGURES_LOCK = 7_305_114  # any number, the same for every process
VOICE_LOCKS = 7_305_115
CELL: Final = ("team_id", "month", "room", "speaker")


class ThemeCount(Base):
    """`n` voices in this place speak of the theme in this way. A voice has one valence for each theme."""

    __tablename__ = "theme_count"
    __table_args__ = (
        UniqueConstraint(*CELL, "theme", "valence", postgresql_nulls_not_distinct=True),
        CheckConstraint("n >= 0", name="theme_count_not_negative"),
        CheckConstraint(f"valence IN ({VALENCES})", name="theme_count_valence_known"),
        Index("theme_count_month_speaker_theme_idx", "month", "speaker", "theme"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    month: Mapped[date]
    room: Mapped[str]
    speaker: Mapped[str]
    theme: Mapped[str] = mapped_column(ForeignKey("theme.slug"))
    valence: Mapped[str]
    n: Mapped[int]


class VoiceCount(Base):
    """`n` voices in this place have been read, whether or not they speak of any theme: for shares."""

    __tablename__ = "voice_count"
    __table_args__ = (
        UniqueConstraint(*CELL, postgresql_nulls_not_distinct=True),
        CheckConstraint("n >= 0", name="voice_count_not_negative"),
        Index("voice_count_month_speaker_idx", "month", "speaker"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    month: Mapped[date]
    room: Mapped[str]
    speaker: Mapped[str]
    n: Mapped[int]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a voice is counted."""

    team_id: UUID | None
    month: date
    room: str
    speaker: str

    @classmethod
    def of(cls, row: Any) -> Self:
        return cls(row.team_id, row.month, row.room, row.speaker)

    def values(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


ThemeCell = tuple[Place, str, str]


@dataclass(frozen=True)
class Contribution:
    """What some voices add to the figures."""

    themes: Counter[ThemeCell]
    voices: Counter[Place]


@contextmanager
def recounting(source_ids: Collection[UUID], *, counted: Collection[UUID] | None = None) -> Iterator[None]:
    """Keep the figures right around any change to these voices' passages, suggestions or tags.

    Nobody else changes the same voices until the transaction ends. Use it once in a transaction, with
    every voice that the transaction changes, after locking rows of `passage` and before the trail.
    `counted` are those whose figures may change, all of them where it is None.
    """
    counted = source_ids if counted is None else counted
    _lock_voices(source_ids)
    before = contribution(counted)
    yield
    db.session.flush()
    after = contribution(counted)
    _apply(_difference(before.themes, after.themes), _difference(before.voices, after.voices))


def contribution(source_ids: Collection[UUID]) -> Contribution:
    """What these voices add to the figures now."""
    if not source_ids:
        return Contribution(Counter(), Counter())
    chosen = Passage.source_id.in_(source_ids)
    themes = db.session.execute(SOME_VOICE_THEMES.where(chosen)).all()
    voices = db.session.execute(VOICES.where(chosen)).all()
    return Contribution(
        Counter((Place.of(row), row.theme, row.valence) for row in themes),
        Counter(Place.of(row) for row in voices),
    )


def forget_voices(source_ids: Collection[UUID]) -> int:
    """Erase every passage of these sources, with all that was found in it; returns how many there were."""
    chosen = Passage.source_id.in_(source_ids)
    db.session.execute(select(Passage.id).where(chosen).order_by(Passage.id).with_for_update())
    with recounting(source_ids):
        gone = db.session.scalars(delete(Passage).where(chosen).returning(Passage.id)).all()
    return len(gone)


def disagreements() -> int:
    """How many figures of the roll-up differ from a count of everything, in one consistent look."""
    kept_themes = select(*_columns(ThemeCount, *CELL, "theme", "valence"), (-ThemeCount.n).label("n"))
    kept_voices = select(*_columns(VoiceCount, *CELL), (-VoiceCount.n).label("n"))
    themes = select(func.count()).select_from(_disagreements(_themes_counted(), kept_themes).subquery())
    voices = select(func.count()).select_from(_disagreements(_voices_counted(), kept_voices).subquery())
    found = db.session.execute(select(themes.scalar_subquery(), voices.scalar_subquery())).one()
    return sum(found)


def rebuild() -> int:
    """Count everything again; returns how many figures were wrong. Readers see the old ones until commit."""
    db.session.execute(select(func.pg_advisory_xact_lock(FIGURES_LOCK)))
    wrong = disagreements()
    db.session.execute(delete(ThemeCount))
    db.session.execute(delete(VoiceCount))
    themes, voices = _themes_counted(), _voices_counted()
    db.session.execute(insert(ThemeCount).from_select([*CELL, "theme", "valence", "n"], themes))
    db.session.execute(insert(VoiceCount).from_select([*CELL, "n"], voices))
    return wrong


def _lock_voices(source_ids: Collection[UUID]) -> None:
    keys = sorted({int.from_bytes(source_id.bytes[:4], signed=True) for source_id in source_ids})
    db.session.execute(
        text("SELECT pg_advisory_xact_lock(:kind, key) FROM unnest(CAST(:keys AS int[])) AS key"),
        {"kind": VOICE_LOCKS, "keys": keys},
    )


def _difference(before: Counter[Any], after: Counter[Any]) -> dict[Any, int]:
    changed = {key: after[key] - before[key] for key in before.keys() | after.keys()}
    return {key: change for key, change in changed.items() if change}


def _apply(themes: dict[ThemeCell, int], voices: dict[Place, int]) -> None:
    if not themes and not voices:
        return
    db.session.execute(select(func.pg_advisory_xact_lock(FIGURES_LOCK)))
    _change(
        ThemeCount,
        [
            {**place.values(), "theme": theme, "valence": valence, "n": change}
            for (place, theme, valence), change in themes.items()
        ],
    )
    _change(VoiceCount, [{**place.values(), "n": change} for place, change in voices.items()])


def _change(figures: type[ThemeCount | VoiceCount], changes: list[dict[str, Any]]) -> None:
    """Add each change to its figure. A figure that goes down exists; one that goes up may be new."""
    if more := [change for change in changes if change["n"] > 0]:
        added = upsert(figures)
        key = [name for name in more[0] if name != "n"]
        db.session.execute(
            added.on_conflict_do_update(index_elements=key, set_={"n": figures.n + added.excluded.n}), more
        )
    fewer = [change for change in changes if change["n"] < 0]
    for teamless in (True, False):
        if chosen := [change for change in fewer if (change["team_id"] is None) is teamless]:
            _lessen(figures, chosen, teamless=teamless)


def _lessen(figures: type[ThemeCount | VoiceCount], changes: list[dict[str, Any]], *, teamless: bool) -> None:
    table = figures.metadata.tables[figures.__tablename__]
    key = [name for name in changes[0] if name != "n" and not (teamless and name == "team_id")]
    chosen = [table.c[name] == bindparam(f"of_{name}") for name in key]
    if teamless:
        chosen.append(table.c.team_id.is_(None))
    db.session.connection().execute(
        update(table).where(*chosen).values(n=table.c.n + bindparam("change")),
        [{f"of_{name}": row[name] for name in key} | {"change": row["n"]} for row in changes],
    )


def _columns(figures: type[ThemeCount | VoiceCount], *names: str) -> list[Any]:
    return [getattr(figures, name) for name in names]


def _themes_counted() -> Select[Any]:
    each = ALL_VOICE_THEMES.subquery()
    key = (*(each.c[name] for name in CELL), each.c.theme, each.c.valence)
    return select(*key, func.count().label("n")).group_by(*key)


def _voices_counted() -> Select[Any]:
    each = VOICES.subquery()
    key = [each.c[name] for name in CELL]
    return select(*key, func.count().label("n")).group_by(*key)


def _disagreements(counted: Select[Any], kept: Select[Any]) -> Select[Any]:
    """The cells where the recount less what is kept is not nothing."""
    both = union_all(counted, kept).subquery()
    key = [column for column in both.c if column.name != "n"]
    return select(*key).group_by(*key).having(func.sum(both.c.n) != 0)
