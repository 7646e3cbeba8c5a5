"""Models as the database keeps them: storing one, which is in use, putting one in use, and refusing a bad one."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from core import trail
from core.db import db
from core.keys import Unreadable
from nlp.bounded import ModelRefused, ModelToReadWith
from nlp.taught.models import ModelVersion
from nlp.taught.packing import checksum
from nlp.trained.shipped import shipped_version

MODEL_LOCK = 7_305_118  # any number, the same for every process
KEPT_UNUSED = 5

log = structlog.get_logger("heard.models")


def keep_shipped() -> ModelVersion:
    """The row of the model that came with Heard, made now where there is none, its version as it is built today."""
    row = db.session.scalars(select(ModelVersion).where(ModelVersion.origin == "shipped")).one_or_none()
    if row is None:
        _lock()
        made = ModelVersion(number=_next_number(), origin="shipped", version=shipped_version())
        names = ("id", "number", "origin", "version")
        statement = upsert(ModelVersion).values({name: getattr(made, name) for name in names})
        db.session.execute(statement.on_conflict_do_nothing())
        row = db.session.scalars(select(ModelVersion).where(ModelVersion.origin == "shipped")).one()
    if row.version != shipped_version():
        row.version = shipped_version()
        db.session.flush()
    return row


def keep_learnt(*, packed: bytes, version: str, run_id: UUID) -> ModelVersion:
    """Store a model that was learnt here, sealed, not in use. Flushes."""
    _lock()
    row = ModelVersion(number=_next_number(), origin="learnt", version=version, run_id=run_id)
    row.packed, row.checksum = packed, checksum(packed)
    db.session.add(row)
    db.session.flush()
    return row


def in_use() -> ModelVersion | None:
    """The model in use: the last that was put in use and is not refused. None is the one that came with Heard."""
    return db.session.scalars(
        select(ModelVersion)
        .where(ModelVersion.put_at.is_not(None), ModelVersion.refused.is_(None))
        .order_by(ModelVersion.put_at.desc())
        .limit(1)
    ).one_or_none()


def number_in_use() -> int | None:
    """The number of the model in use; None where the one that came with Heard has no row yet."""
    row = in_use()
    if row is not None:
        return row.number
    return db.session.scalar(select(ModelVersion.number).where(ModelVersion.origin == "shipped"))


def to_read_with() -> ModelToReadWith | None:
    """The model in use as a reader takes it; None for the one that came with Heard."""
    row = in_use()
    if row is None or row.origin == "shipped":
        return None
    return ModelToReadWith(row.id, row.number, partial(packed_of, row.id))


def packed_of(model_id: UUID) -> bytes:
    """A kept model's bytes. Raises `ModelRefused` when they are damaged, or sealed with a key that is not here."""
    row = db.session.get(ModelVersion, model_id)
    if row is None:
        raise ModelRefused("the model is not kept here any more")
    try:
        kept: bytes | None = row.packed
    except Unreadable as problem:
        raise ModelRefused(f"model {row.number}: {problem}") from problem
    finally:
        db.session.expire(row, ["packed_sealed"])
    if kept is None or checksum(kept) != row.checksum:
        raise ModelRefused(f"model {row.number}: the model is not whole")
    return kept


def put_in_use(*, model: ModelVersion, by: UUID | None, not_passed: Sequence[str] = ()) -> None:
    """Read with this model from now on, on every machine. `by` is empty where the test decides; where a person
    decides against it, `not_passed` are the parts that the model did not pass.

    What was read before stays as it is until somebody has it read again.
    """
    _lock()
    model.put_at, model.put_by, model.refused = datetime.now(UTC), by, None
    db.session.flush()
    trail.record(
        action="put a model in use",
        subject="model",
        subject_id=model.id,
        detail={"number": model.number, "by_the_test": by is None, "not_passed": ", ".join(not_passed)},
        actor_id=by,
    )


def something_was_read_with_another(rows: Sequence[ModelVersion], number: int | None) -> bool:
    """Whether what was said may have been read with another model than the one in use, which has this number.

    `rows` are all that are kept. One that was learnt came after another that read before; the one that came with
    Heard was there first, and only another's turn leaves something for it. Reading everything again settles it,
    until the next change.
    """
    using = next((row for row in rows if row.number == number), None)
    changes = [row.put_at for row in rows if row.put_at is not None]
    others = any(row.put_at is not None for row in rows if row is not using)
    if using is None or not (others or using.origin == "learnt"):
        return False
    return using.read_again_at is None or using.read_again_at < max(changes)


def refuse(number: int, *, because: str) -> None:
    """Read no more with this model; the one that was in use before takes its place."""
    log.error("model refused", number=number, because=because)
    db.session.execute(
        update(ModelVersion)
        .where(ModelVersion.number == number)
        .values(refused=because[:500] or "It cannot be read with.")
    )


def forget_unused() -> None:
    """Let go of models that were never put in use, but for the newest few: each is some forty megabytes."""
    newest = (
        select(ModelVersion.id)
        .where(ModelVersion.origin == "learnt", ModelVersion.put_at.is_(None))
        .order_by(ModelVersion.number.desc())
        .offset(KEPT_UNUSED)
    )
    db.session.execute(delete(ModelVersion).where(ModelVersion.id.in_(newest)))


def _lock() -> None:
    """Nobody else numbers a model, or puts one in use, until the transaction ends."""
    db.session.execute(select(func.pg_advisory_xact_lock(MODEL_LOCK)))


def _next_number() -> int:
    return (db.session.scalars(select(func.max(ModelVersion.number))).one() or 0) + 1
