"""Several processes migrate the same empty database at the same moment."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import sqlalchemy
from flask import Flask

from core.db import migrate
from tests.database import scratch_database
from tests.faults.conftest import HOUSE


def test_three_that_migrate_at_once_all_succeed_and_do_it_once(shared_folder: Path, worker_id: str) -> None:
    urls = scratch_database(shared_folder, f"at_once_{worker_id}")
    environment = {**os.environ, "HEARD_ENVIRONMENT": "test", "DATABASE_URL": urls.app,
                   "HEARD_OWNER_DATABASE_URL": urls.owner, "HEARD_INSTANCE": str(shared_folder)}  # fmt: skip
    command = [sys.executable, "-c", "from commands import cli; cli()", "db", "migrate"]
    running = [
        subprocess.Popen(command, cwd=HOUSE, env=environment, stderr=subprocess.PIPE) for _ in range(3)
    ]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    engine = sqlalchemy.create_engine(urls.owner)
    with engine.connect() as connection:
        assert migrate.at_head(connection)
    engine.dispose()


def test_a_table_in_use_stops_a_migration_and_changes_nothing(
    app: Flask, shared_folder: Path, worker_id: str
) -> None:
    urls = scratch_database(shared_folder, f"in_use_{worker_id}")
    migrate.upgrade(urls.owner, "0001_core")
    plain = urls.owner.replace("+psycopg", "")
    environment = {**os.environ, "HEARD_ENVIRONMENT": "test", "DATABASE_URL": urls.app,
                   "HEARD_OWNER_DATABASE_URL": urls.owner, "HEARD_INSTANCE": str(shared_folder)}  # fmt: skip
    with psycopg.connect(plain) as holder:
        holder.execute('LOCK TABLE passage, team, "user", service_area IN ACCESS EXCLUSIVE MODE')
        refused = subprocess.run(
            [sys.executable, "-c", "from commands import cli; cli()", "db", "migrate"],
            cwd=HOUSE, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert refused.returncode == 1
        assert "stayed locked" in refused.stderr
        holder.rollback()
    with psycopg.connect(plain) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        assert row == ("0001_core",)
