"""Counting how what people say moves away from what the model knows: passages with no theme, and in new words."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, exists, func, insert, or_, select

from core.db import db
from core.passages import Passage
from nlp.kept.effective import HAS_THEME
from nlp.languages import ENGLISH
from nlp.review.new_words import share_of_new_words
from nlp.taught.models import DriftMonth
from nlp.translating.models import Translation

MONTHS = 24
LOOKED_AT = 2_000
NEW_FROM = 0.1


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
