"""Numbered migrations, run by one process at a time however many start at once."""

from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from core.jobs import schema as queue_tables
from core.refused import Refused

FOLDER = Path(__file__).with_name("migrations")
LOCK = 4_873_256  # any number, the same for every process
LOCK_TIMEOUT = "10s"


class DatabaseBusy(Refused):
    """A lock that a migration needs was not free in time; nothing was changed."""


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, over an open connection where one is given."""
    found = Config()
    found.set_main_option("script_location", str(FOLDER))
    found.attributes["connection"] = connection
    return found


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` (the owner's address) to `revision`.

    Waits for another process that migrates. Raises DatabaseBusy when a table stays locked.
    """
    engine = sqlalchemy.create_engine(url)
    try:
        with engine.connect() as guard:
            guard.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
            try:
                _run(engine, revision)
            finally:
                guard.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
    finally:
        engine.dispose()


def at_head(connection: Connection) -> bool:
    """Whether the database holds every migration that this code knows."""
    heads = set(ScriptDirectory.from_config(config()).get_heads())
    found = set(MigrationContext.configure(connection).get_current_heads())
    return found == heads and queue_tables.up_to_date(connection)


def _run(engine: Engine, revision: str) -> None:
    with engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.commit()
        try:
            command.upgrade(config(connection), revision)
            queue_tables.bring_up_to_date(connection)
        except sqlalchemy.exc.OperationalError as refused:
            if "lock timeout" in str(refused):
                raise DatabaseBusy(
                    "a table is in use and stayed locked; nothing was changed, try again"
                ) from None
            raise
        connection.commit()
