"""The codebook as stored: which version passages are read with, and how a new one is made.

The newest version that can be read with is in use. Heard's own codebook is stored at the first start; a later
release's own takes its place only where the authority has changed nothing (see docs/decisions).
"""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import structlog
from pydantic import ValidationError
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from core.db import db
from nlp.codebook import Codebook, Theme, shipped_codebook
from nlp.codebook.models import CodebookDraft
from nlp.kept.models import CodebookVersion, ThemeRow

CODEBOOK_LOCK = 7_305_116  # any number, the same for every process
KEPT_OF_A_THEME = (
    "label", "counts", "excludes", "speakers", "standards", "frameworks", "section", "merged_into", "split_from",
)  # fmt: skip

log = structlog.get_logger("heard.codebook")


class NothingToReadWith(Exception):
    """The codebook that comes with this release cannot be read with: the installation is broken."""


def definition_of(codebook: Codebook) -> list[Any]:
    """The codebook as the database keeps it."""
    return [theme.model_dump(mode="json") for theme in codebook.themes]


def fingerprint_of(definition: Sequence[Any]) -> str:
    """The same for two codebooks that say the same."""
    return hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=1)
def shipped_as_listed() -> Codebook:
    """The codebook that comes with this release, its themes in the order of their labels."""
    return Codebook(themes=tuple(sorted(shipped_codebook().themes, key=lambda theme: theme.label.casefold())))


@lru_cache(maxsize=1)
def shipped_fingerprint() -> str:
    """The fingerprint of the codebook that comes with this release."""
    return fingerprint_of(definition_of(shipped_as_listed()))


def newest_version() -> CodebookVersion | None:
    """The version in use: the newest that can be read with."""
    return db.session.scalars(
        select(CodebookVersion)
        .where(CodebookVersion.refused.is_(None))
        .order_by(CodebookVersion.number.desc())
        .limit(1)
    ).first()


def keep_codebook() -> CodebookVersion:
    """The version in use, the shipped one stored now where there is none. Safe to call often."""
    if known := newest_version():
        return known
    lock_codebook()
    return newest_version() or store_version(shipped_as_listed(), note="Came with Heard.")


def takes_shipped_by_itself() -> CodebookVersion | None:
    """A new version, where this release brings a codebook of its own and the authority has changed nothing.

    Rationale: an upgrade may improve what nobody has touched, and never undoes what somebody decided. A
    fingerprint that was stored before is not stored again, so that workers of two releases do not take turns.
    """
    newest = newest_version()
    if newest is None or newest.fingerprint == shipped_fingerprint() or newest.origin != "shipped":
        return None
    lock_codebook()
    if db.session.scalars(select(CodebookDraft.id)).first() or _was_stored(shipped_fingerprint()):
        return None
    return store_version(shipped_as_listed(), note="Came with a new release of Heard.")


def read_with() -> tuple[CodebookVersion, Codebook]:
    """The version in use with its codebook. A version that is broken is refused, and the one before it used."""
    while True:
        version = keep_codebook()
        try:
            return version, codebook_of_version(version.id)
        except ValidationError as broken:
            refuse(version, because=_reason(broken))


def refuse(version: CodebookVersion, *, because: str) -> None:
    """Read no more with this version; the last good one takes its place. Raises `NothingToReadWith`."""
    if version.fingerprint == shipped_fingerprint():
        raise NothingToReadWith(because)
    log.error("codebook refused", version=version.number, because=because)
    lock_codebook()
    version.refused = because[:500] or "It cannot be read with."
    db.session.flush()
    good = keep_codebook()
    try:
        keep_themes(codebook_of_version(good.id), good)
    except ValidationError:
        log.error("codebook refused", version=good.number)


def codebook_of_version(version_id: UUID) -> Codebook:
    """The codebook of a stored version, understood once per process. Raises `pydantic.ValidationError`."""
    known = _understood.get(version_id)
    if known is None:
        stored = db.session.scalars(
            select(CodebookVersion.definition).where(CodebookVersion.id == version_id)
        ).one()
        known = Codebook.model_validate({"themes": stored})
        if len(_understood) > MOST_UNDERSTOOD:
            _understood.clear()
        _understood[version_id] = known
    return known


MOST_UNDERSTOOD = 4
_understood: dict[UUID, Codebook] = {}


def lock_codebook() -> None:
    """Nobody else makes a version, or changes the draft, until the transaction ends."""
    db.session.execute(select(func.pg_advisory_xact_lock(CODEBOOK_LOCK)))


def store_version(
    codebook: Codebook, *, note: str, by: UUID | None = None, reads_as: CodebookVersion | None = None
) -> CodebookVersion:
    """A new version, with the themes as they stand in it. The caller holds `lock_codebook`.

    `reads_as` is an earlier version that finds the same: what was read with it is not read again.
    """
    definition = definition_of(codebook)
    newest = db.session.scalars(select(func.max(CodebookVersion.number))).one() or 0
    version = CodebookVersion(
        number=newest + 1,
        fingerprint=fingerprint_of(definition),
        definition=definition,
        origin="edited" if by else "shipped",
        note=note,
        made_by=by,
        reads_as_id=(reads_as.reads_as_id or reads_as.id) if reads_as else None,
    )
    db.session.add(version)
    db.session.flush()
    keep_themes(codebook, version)
    return version


def keep_themes(codebook: Codebook, version: CodebookVersion) -> None:
    """Make the rows of `theme` say what this version says; themes it does not hold are hidden."""
    for position, theme in enumerate(codebook.themes):
        _keep_theme(theme, version, position)
    db.session.execute(update(ThemeRow).where(ThemeRow.slug.not_in(codebook.slugs())).values(hidden=True))


def _was_stored(fingerprint: str) -> bool:
    found = select(CodebookVersion.id).where(
        CodebookVersion.fingerprint == fingerprint, CodebookVersion.refused.is_(None)
    )
    return db.session.scalars(found.limit(1)).first() is not None


def _keep_theme(theme: Theme, version: CodebookVersion, position: int) -> None:
    row = ThemeRow(slug=theme.slug, codebook_id=version.id)
    kept = theme.model_dump(mode="json", include=set(KEPT_OF_A_THEME))
    changing = kept | {"codebook_id": version.id, "hidden": not theme.in_use, "position": position}
    statement = upsert(ThemeRow).values(id=row.id, slug=theme.slug, **changing)
    changed = {name: statement.excluded[name] for name in changing}
    db.session.execute(statement.on_conflict_do_update(index_elements=["slug"], set_=changed))


def _reason(broken: ValidationError) -> str:
    first = broken.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}"
