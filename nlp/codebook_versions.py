"""The codebook as stored: a new version whenever it differs from the last one, themes by slug as they stand."""

import hashlib
import json

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from core.db import db
from nlp.codebook import Codebook, Theme, shipped_codebook
from nlp.models import CodebookVersion, ThemeRow

CODEBOOK_LOCK = 7_305_116  # any number, the same for every process
KEPT_OF_A_THEME = ("label", "counts", "excludes", "speakers", "standards", "frameworks")


def keep_codebook(codebook: Codebook | None = None) -> CodebookVersion:
    """The stored version of this codebook (the shipped one), made now if it is new. Safe to call often."""
    codebook = codebook or shipped_codebook()
    definition = [theme.model_dump(mode="json") for theme in codebook.themes]
    fingerprint = hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()
    if known := _version(fingerprint):
        return known
    db.session.execute(select(func.pg_advisory_xact_lock(CODEBOOK_LOCK)))
    if known := _version(fingerprint):
        return known
    newest = db.session.scalars(select(func.max(CodebookVersion.number))).one() or 0
    version = CodebookVersion(number=newest + 1, fingerprint=fingerprint, definition=definition)
    db.session.add(version)
    db.session.flush()
    for theme in codebook.themes:
        _keep_theme(theme, version)
    db.session.execute(update(ThemeRow).where(ThemeRow.slug.not_in(codebook.slugs())).values(hidden=True))
    return version


def _version(fingerprint: str) -> CodebookVersion | None:
    return db.session.scalars(
        select(CodebookVersion).where(CodebookVersion.fingerprint == fingerprint)
    ).first()


def _keep_theme(theme: Theme, version: CodebookVersion) -> None:
    row = ThemeRow(slug=theme.slug, codebook_id=version.id)
    kept = theme.model_dump(mode="json", include=set(KEPT_OF_A_THEME))
    values = {"id": row.id, "slug": theme.slug, "codebook_id": version.id, "hidden": False} | kept
    statement = upsert(ThemeRow).values(**values)
    changed = {name: statement.excluded[name] for name in (*KEPT_OF_A_THEME, "codebook_id", "hidden")}
    db.session.execute(statement.on_conflict_do_update(index_elements=["slug"], set_=changed))
