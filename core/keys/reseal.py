"""Changing keys: everything that an older key sealed is sealed again with the current one.

Runs over the owner's connection, because rows that nobody may change (a sent review, a published summary) are
sealed again too: their triggers rest while a table is done. A row's clear content is the same after as before.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Table, bindparam, select, text, update

from core.db import Base
from core.keys import KeyRing, Sealed

BATCH = 1000


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
    """Seal one column again where an older key sealed it; gives how many values. One transaction, all or nothing.

    Raises Unreadable when a value does not open: nothing of the column is changed then.
    """
    with engine.begin() as connection:
        connection.execute(text(f'ALTER TABLE "{found.table.name}" DISABLE TRIGGER USER'))
        done = sum(
            _reseal_batch(connection, ring, found, rows) for rows in _old_rows(connection, ring, found)
        )
        connection.execute(text(f'ALTER TABLE "{found.table.name}" ENABLE TRIGGER USER'))
    return done


def _old_rows(
    connection: Connection, ring: KeyRing, found: SealedColumn
) -> Iterator[list[tuple[object, bytes]]]:
    column = found.table.c[found.column]
    last = None
    while True:
        query = (
            select(found.table.c.id, column)
            .where(column.is_not(None))
            .order_by(found.table.c.id)
            .limit(BATCH)
        )
        rows = connection.execute(query.where(found.table.c.id > last) if last is not None else query).all()
        if not rows:
            return
        last = rows[-1].id
        yield [(row[0], bytes(row[1])) for row in rows if ring.key_id(bytes(row[1])) != ring.current]


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
