"""The administrator's lists: reading them, changing them. Writes flush; the request commits."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, select

from core import trail
from core.db import db
from core.keys import key_ring
from core.known_names import Kind, stamp_of
from core.known_names.models import KnownName

KEPT_KINDS = (Kind.person, Kind.school, Kind.place)


def kept_names() -> dict[Kind, list[str]]:
    """The names of each list, in order."""
    found: dict[Kind, list[str]] = {kind: [] for kind in KEPT_KINDS}
    for row in db.session.scalars(select(KnownName)):
        found[Kind(row.kind)].append(row.words)
    return {kind: sorted(names, key=str.casefold) for kind, names in found.items()}


def kept_stamp() -> str:
    """Changes with every change of the lists."""
    return stamp_of(KnownName.id)


def keep_list(*, kind: Kind, names: Sequence[str], by: UUID) -> tuple[int, int]:
    """Make the list of one kind hold exactly `names`; gives how many were added and how many went."""
    wanted = {_mark(name): name for name in names}
    have = set(db.session.scalars(select(KnownName.mark).where(KnownName.kind == kind)))
    gone = have - wanted.keys()
    if gone:
        db.session.execute(delete(KnownName).where(KnownName.kind == kind, KnownName.mark.in_(gone)))
    new = [mark for mark in wanted if mark not in have]
    for mark in new:
        row = KnownName(kind=kind, mark=mark, added_by=by)
        row.words = wanted[mark]
        db.session.add(row)
    db.session.flush()
    if new or gone:
        trail.record(
            action="changed the names we know",
            subject="known names",
            detail={"kind": kind.value, "added": len(new), "removed": len(gone)},
        )
    return len(new), len(gone)


def names_typed(words: str) -> list[str]:
    """One name a line, each once, with single spaces; empty lines are left out."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return _each_once(line for line in lines if line)


def _each_once(names: Iterable[str]) -> list[str]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.casefold(), name)
    return list(seen.values())


def _mark(name: str) -> bytes:
    return key_ring().fingerprint(name.casefold(), purpose="known name")
