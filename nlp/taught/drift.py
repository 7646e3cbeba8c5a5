"""How what people say moves away from what the model knows: passages with no theme, and passages in new words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy import delete, exists, func, insert, or_, select

from core.db import db
from core.passages import Passage
from nlp.kept.effective import HAS_THEME
from nlp.languages import ENGLISH
from nlp.review.new_words import share_of_new_words
from nlp.taught.models import DriftMonth
from nlp.translating.models import Translation

MONTHS = 12
LOOKED_AT = 2_000
NEW_FROM = 0.1


@dataclass(frozen=True, slots=True)
class Part:
    """So many passages of so many, or nothing to tell where few voices are behind them."""

    n: int | None
    of: int | None

    @property
    def hundredths(self) -> int | None:
        return round(100 * self.n / self.of) if self.of and self.n is not None else None

    @classmethod
    def told(cls, n: int, of: int, *, voices: int, of_voices: int, threshold: int) -> Self:
        """Hidden where the month has too few voices, or some but too few are behind the part or behind the rest.

        Rationale: as everywhere, no person must be recognisable in a figure or in what is left of it.
        """
        if of_voices < threshold:
            return cls(None, None)
        rest = of_voices - voices if n < of else 0
        if 0 < voices < threshold or 0 < rest < threshold:
            return cls(None, of)
        return cls(n, of)


@dataclass(frozen=True, slots=True)
class Month:
    """One month's drift as it may be shown."""

    month: date
    themeless: Part
    new_words: Part


def months_shown(threshold: int) -> list[Month]:
    """The newest months, the oldest first, with small numbers hidden."""
    rows = db.session.scalars(select(DriftMonth).order_by(DriftMonth.month)).all()
    return [
        Month(
            row.month,
            Part.told(
                row.themeless, row.passages,
                voices=row.themeless_voices, of_voices=row.voices, threshold=threshold,
            ),
            Part.told(
                row.with_new_words, row.looked_at,
                voices=row.with_new_words_voices, of_voices=row.looked_at_voices, threshold=threshold,
            ),
        )
        for row in rows
    ]  # fmt: skip


def count_drift() -> None:
    """Count the newest `MONTHS` months anew, in place of what was counted before."""
    counted = db.session.execute(
        select(
            Passage.month,
            func.count(),
            func.count(Passage.source_id.distinct()),
            func.count().filter(~HAS_THEME),
            func.count(Passage.source_id.distinct()).filter(~HAS_THEME),
        )
        .where(Passage.state == "read")
        .group_by(Passage.month)
        .order_by(Passage.month.desc())
        .limit(MONTHS)
    ).all()
    rows = []
    for month, passages, voices, themeless, themeless_voices in counted:
        said = _fair_share(month)
        new = [source for source, words in said if share_of_new_words(words) >= NEW_FROM]
        rows.append(
            {
                "month": month,
                "passages": passages,
                "voices": voices,
                "themeless": themeless,
                "themeless_voices": themeless_voices,
                "looked_at": len(said),
                "looked_at_voices": len({source for source, _ in said}),
                "with_new_words": len(new),
                "with_new_words_voices": len(set(new)),
            }
        )
    db.session.execute(delete(DriftMonth))
    if rows:
        db.session.execute(insert(DriftMonth), rows)


def _fair_share(month: date) -> Sequence[tuple[UUID, str]]:
    """Up to `LOOKED_AT` passages of a month in English: identifiers are random, so the first are a fair share."""
    rows = db.session.execute(
        select(Passage.source_id, Passage.redacted)
        .where(
            Passage.state == "read",
            Passage.month == month,
            Passage.redacted != "",
            or_(
                Passage.language == ENGLISH,
                exists().where(Translation.passage_id == Passage.id, Translation.read),
            ),
        )
        .order_by(Passage.id)
        .limit(LOOKED_AT)
    )
    return [(source, words or "") for source, words in rows]
