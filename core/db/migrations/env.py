"""Alembic's entry: runs over the connection that core.db.migrate opened."""

from alembic import context

from core.db import Base
from core.jobs.schema import PREFIX


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """The queue's tables belong to its library, which keeps them itself."""
    return not (kind == "table" and name is not None and name.startswith(PREFIX))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    transaction_per_migration=True,
    compare_server_default=True,
    include_name=ours,
)
with context.begin_transaction():
    context.run_migrations()
