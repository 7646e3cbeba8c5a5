"""The codebook as the database holds it."""

import re
from collections.abc import Callable, Iterable

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


def naming(themes: Iterable[ThemeRow]) -> Callable[[str], str]:
    """A function that writes the label for each theme that a text refers to by its slug in brackets."""
    labels = {theme.slug: theme.label for theme in themes}

    def named(text: str) -> str:
        return re.sub(r"\(([a-z-]+)\)", lambda found: f"({labels.get(found[1], found[1])})", text)

    return named
