"""The codebook as the database holds it."""

import re
from collections.abc import Callable, Iterable

from sqlalchemy import select

from core.db import db
from nlp.codebook.models import CodebookDraft
from nlp.kept.models import CodebookVersion, ThemeRow


def themes_in_use() -> list[ThemeRow]:
    """The themes a person may choose, in the order of the codebook."""
    order = (ThemeRow.position, ThemeRow.label)
    return list(db.session.scalars(select(ThemeRow).where(~ThemeRow.hidden).order_by(*order)).all())


def themes_merged() -> dict[str, list[ThemeRow]]:
    """The themes that are part of another now, by the slug of that one."""
    found: dict[str, list[ThemeRow]] = {}
    for theme in db.session.scalars(
        select(ThemeRow).where(ThemeRow.merged_into.is_not(None)).order_by(ThemeRow.label)
    ):
        found.setdefault(theme.merged_into or "", []).append(theme)
    return found


def refused_after(version: CodebookVersion | None) -> CodebookVersion | None:
    """A version newer than this one that nothing can be read with."""
    newer = select(CodebookVersion).where(CodebookVersion.number > (version.number if version else 0))
    return db.session.scalars(newer.order_by(CodebookVersion.number.desc()).limit(1)).first()


def is_drafted() -> bool:
    """Whether somebody is changing the codebook."""
    return db.session.scalars(select(CodebookDraft.id)).first() is not None


def naming(themes: Iterable[ThemeRow]) -> Callable[[str], str]:
    """A function that writes the label for each theme that a text refers to by its slug in brackets."""
    labels = {theme.slug: theme.label for theme in themes}

    def named(text: str) -> str:
        return re.sub(r"\(([a-z-]+)\)", lambda found: f"({labels.get(found[1], found[1])})", text)

    return named
