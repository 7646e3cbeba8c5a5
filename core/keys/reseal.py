"""Changing keys: everything that an older key sealed is sealed again with the current one, while Heard is in use.

Runs over the owner's connection, because rows that nobody may change (a sent review, a published summary) are
sealed again too: their triggers rest while some of them are done. A row's clear content is the same after as before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Table, bindparam, select, text, update

from core.db import Base
from core.keys import KeyRing, Sealed

BATCH = 1000
HAS_TRIGGERS = text(
    "SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = quote_ident(:table)::regclass AND NOT tgisinternal)"
)


@dataclass(frozen=True)
class SealedColumn:
    table: Table
    column: str


def sealed_columns() -> Iterator[SealedColumn]:
    """Every sealed column of every room that is loaded."""
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__):
        for name in dir(mapper.class_):
            declared = mapper.class_.__dict__.get(name)
            if isinstance(declared, Sealed) and isinstance(mapper.local_table, Table):
                yield SealedColumn(mapper.local_table, declared.column)


def reseal(engine: Engine, ring: KeyRing, found: SealedColumn) -> int:
    """Seal one column again where an older key sealed it; gives how many values. Some rows at a time, each lot whole.

    The rows of a lot are held from when they are read until they are sealed, so that nothing written meanwhile is
    lost. Others write to the table all the while; where it has triggers they wait for the lot.
    Raises Unreadable when a value does not open: its lot is left as it was, and what was done before is done.
    """
    column = found.table.c[found.column]
    query = (
        select(found.table.c.id, column).where(column.is_not(None)).order_by(found.table.c.id).limit(BATCH)
    )
    done, last = 0, None
    while True:
        with engine.begin() as connection, _triggers_resting(connection, found.table):
            chosen = query.where(found.table.c.id > last) if last is not None else query
            rows = connection.execute(chosen.with_for_update(key_share=True)).all()
            if not rows:
                return done
            last = rows[-1].id
            sealed = [(row[0], bytes(row[1])) for row in rows]
            old = [(row_id, value) for row_id, value in sealed if ring.key_id(value) != ring.current]
            done += _reseal_batch(connection, ring, found, old)


@contextmanager
def _triggers_resting(connection: Connection, table: Table) -> Iterator[None]:
    """No trigger of ours looks at this table; where it has none, nobody is kept waiting.

    Who holds a row of it is waited for first: they could not write that row while its triggers rest, nor could we.
    """
    has_any = connection.scalar(HAS_TRIGGERS, {"table": table.name})
    if has_any:
        connection.execute(text(f'LOCK TABLE "{table.name}" IN EXCLUSIVE MODE'))
        connection.execute(text(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER'))
    yield
    if has_any:
        connection.execute(text(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER'))


def _reseal_batch(
    connection: Connection, ring: KeyRing, found: SealedColumn, rows: list[tuple[object, bytes]]
) -> int:
    if not rows:
        return 0
    sealed = []
    for row_id, old in rows:
        bound_to = f"{found.table.name}.{found.column}:{row_id}"
        sealed.append(
            {"row": row_id, "sealed": ring.seal(ring.open(old, bound_to=bound_to), bound_to=bound_to)}
        )
    statement = (
        update(found.table)
        .where(found.table.c.id == bindparam("row"))
        .values({found.column: bindparam("sealed")})
    )
    connection.execute(statement, sealed)
    return len(sealed)
