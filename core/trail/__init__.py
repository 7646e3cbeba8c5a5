"""The trail: who read or changed what. Append-only, hash-chained, keyed.

Each entry's hash covers its content and the hash before it, under a key that the database does not hold.
So an edit, a deletion, a reorder or a forged entry breaks the chain, and a cut tail disagrees with the head.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import g, has_request_context
from flask_login import current_user
from sqlalchemy import BigInteger, CheckConstraint, LargeBinary, select
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, db
from core.keys import key_ring
from core.people.models import User

Scalar = str | int | float | bool | None
GENESIS = b"\0" * 32
BY = "done_by"


class TrailEntry(Base):
    """One thing that was done. Scalars and identifiers only, never words."""

    __tablename__ = "trail_entry"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]]
    hash: Mapped[bytes] = mapped_column(LargeBinary)

    def content(self) -> bytes:
        fields = [
            self.number,
            self.at.astimezone(UTC).isoformat(),
            str(self.actor_id),
            self.action,
            self.subject,
            str(self.subject_id),
            self.detail,
        ]
        return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()


class TrailHead(Base):
    """The last entry's number and hash: one row, locked by whoever appends."""

    __tablename__ = "trail_head"
    __table_args__ = (CheckConstraint("id = 1", name="trail_head_only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold."""

    number: int
    what: str


def by_the_command_line() -> None:
    """Let entries of this context say that somebody at the command line did it: no person is signed in there."""
    setattr(g, BY, "the command line")


def record(
    *,
    action: str,
    subject: str,
    subject_id: UUID | None = None,
    detail: Mapping[str, Scalar] | None = None,
    actor_id: UUID | None = None,
) -> TrailEntry:
    """Append one entry in the running transaction. The actor is the signed-in person unless given.

    Raises TypeError when a detail is not a scalar: words have no place in the trail.
    """
    scalars: dict[str, Any] = dict(detail or {})
    for name, value in scalars.items():
        if not isinstance(value, Scalar):
            raise TypeError(f"trail detail {name!r} must be a scalar")
    actor = actor_id or _signed_in()
    if actor is None and (by := g.get(BY)):
        scalars[BY] = by
    head = db.session.scalars(
        select(TrailHead).with_for_update().execution_options(populate_existing=True)
    ).one()
    entry = TrailEntry(
        number=head.number + 1,
        at=datetime.now(UTC),
        actor_id=actor,
        action=action,
        subject=subject,
        subject_id=subject_id,
        detail=scalars,
    )
    entry.hash = _link(head.hash, entry)
    head.number, head.hash = entry.number, entry.hash
    db.session.add(entry)
    db.session.flush()
    return entry


def faults() -> Iterator[Fault]:
    """Every place where the stored chain does not hold, in order, while others append to it.

    What is appended meanwhile must be linked like the rest. The head is read before and after, and only ever grows:
    whatever it counted before is there, and it counts whatever was found.
    """
    number, at_head = _head()
    previous, expected, reached = GENESIS, 1, GENESIS if number == 0 else b""
    for entry in db.session.scalars(
        select(TrailEntry).order_by(TrailEntry.number).execution_options(yield_per=1000)
    ):
        if entry.number != expected:
            yield Fault(expected, f"missing: the next entry is {entry.number}")
        if not hmac.compare_digest(bytes(entry.hash), _link(previous, entry)):
            yield Fault(entry.number, "altered, moved, or follows an entry that was")
        previous, expected = bytes(entry.hash), entry.number + 1
        if entry.number == number:
            reached = previous
    if not hmac.compare_digest(reached, at_head) or _head()[0] < expected - 1:
        yield Fault(number, "the last entries are missing or the head was altered")


def _head() -> tuple[int, bytes]:
    found = db.session.execute(select(TrailHead.number, TrailHead.hash)).one()
    return found.number, bytes(found.hash)


def _link(previous: bytes, entry: TrailEntry) -> bytes:
    oldest = list(key_ring().keys.values())[-1]
    return hmac.new(oldest, bytes(previous) + entry.content(), hashlib.sha256).digest()


def _signed_in() -> UUID | None:
    if has_request_context() and isinstance(person := current_user._get_current_object(), User):
        return person.id
    return None
