"""The codebook as the database holds it."""

from sqlalchemy import select

from core.db import db
from nlp.models import CodebookVersion, ThemeRow


def themes_in_use() -> list[ThemeRow]:
    """The themes a person may choose, by label."""
    return list(db.session.scalars(select(ThemeRow).where(~ThemeRow.hidden).order_by(ThemeRow.label)).all())


def newest_version() -> CodebookVersion | None:
    return db.session.scalars(
        select(CodebookVersion).order_by(CodebookVersion.number.desc()).limit(1)
    ).first()
