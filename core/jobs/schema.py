"""Procrastinate's own tables, kept in step with the installed release.

They are the library's, so its files say what they are: a new database gets its schema, an older one gets the
migrations that it lacks, in order. What was applied is written down.
"""

from importlib import resources
from pathlib import Path

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text

PREFIX = "procrastinate_"
WRITTEN_DOWN = "procrastinate_schema_file"


def bring_up_to_date(connection: Connection) -> None:
    """Make or upgrade the queue's tables, in the running transaction, as the owner of the database."""
    connection.execute(text(f"CREATE TABLE IF NOT EXISTS {WRITTEN_DOWN} (name text PRIMARY KEY)"))
    made = connection.scalar(text("SELECT to_regclass('procrastinate_jobs') IS NOT NULL"))
    if not made:
        connection.exec_driver_sql(_verbatim(SchemaManager.get_schema()))
    applied = set(connection.scalars(text(f"SELECT name FROM {WRITTEN_DOWN}")))  # noqa: S608 - our constant
    for path in _migrations():
        if path.name in applied:
            continue
        if made:
            connection.exec_driver_sql(_verbatim(path.read_text("utf-8")))
        connection.execute(
            text(f"INSERT INTO {WRITTEN_DOWN} (name) VALUES (:name)"),  # noqa: S608
            {"name": path.name},
        )


def up_to_date(connection: Connection) -> bool:
    """Whether the queue's tables are those of the installed release."""
    if not connection.scalar(text("SELECT to_regclass(:name) IS NOT NULL"), {"name": WRITTEN_DOWN}):
        return False
    applied = set(connection.scalars(text(f"SELECT name FROM {WRITTEN_DOWN}")))  # noqa: S608
    return applied == {path.name for path in _migrations()}


def _migrations() -> list[Path]:
    folder = resources.files("procrastinate.sql") / "migrations"
    return sorted(Path(str(path)) for path in folder.iterdir() if path.name.endswith(".sql"))


def _verbatim(statements: str) -> str:
    return statements.replace("%", "%%")
