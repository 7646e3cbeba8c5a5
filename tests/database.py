"""A real PostgreSQL for the tests: one server a run, one database a worker, emptied before each test."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from core.db import migrate
from core.db.embedded import APP, Urls, embedded_urls

TEMPLATE = "heard_template"
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}

# What the migrations left in a table is kept beside it, in `pristine`, and put back before each test.
KEEP_PRISTINE = """
CREATE SCHEMA pristine;
CREATE FUNCTION pristine.keep() RETURNS void LANGUAGE plpgsql AS $$
DECLARE found regclass; any_row boolean;
BEGIN
  FOR found IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', found) INTO any_row;
    IF any_row THEN EXECUTE format('CREATE TABLE pristine.%s AS TABLE %s', found, found); END IF;
  END LOOP;
END $$;
CREATE FUNCTION pristine.restore() RETURNS void LANGUAGE plpgsql AS $$
DECLARE found record; any_row boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR found IN SELECT t.oid::regclass AS name, to_regclass('pristine.' || quote_ident(t.relname)) AS kept
      FROM pg_class t WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', found.name) INTO any_row;
    IF any_row THEN EXECUTE format('DELETE FROM %s', found.name); END IF;
    IF found.kept IS NOT NULL THEN
      EXECUTE format('INSERT INTO %s OVERRIDING SYSTEM VALUE SELECT * FROM %s', found.name, found.kept);
    END IF;
  END LOOP;
END $$;
SELECT pristine.keep();
"""


def worker_database(shared: Path, worker: str) -> Urls:
    """A migrated database of this worker's own, on the server that all workers share in `shared`."""
    template = embedded_urls(shared / "instance", database=TEMPLATE, tuning=CARELESS)
    own = f"heard_{worker}"
    with _alone(shared / "template.lock"):
        if not (shared / "template.made").exists():
            migrate.upgrade(template.owner)
            with _connected(template.owner) as connection:
                connection.execute(KEEP_PRISTINE)
            (shared / "template.made").touch()
        with _connected(str(_database(template.owner, "postgres"))) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(own)))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(own), sql.Identifier(TEMPLATE)
                )
            )
    return Urls(app=_database(template.app, own), owner=_database(template.owner, own))


def empty(urls: Urls) -> None:
    """Every table as the migrations left it; no second looks, which chance would choose, unless a test wants them."""
    with _connected(urls.owner) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s"
            " AND datname = current_database() AND state LIKE 'idle in transaction%%'",
            [APP],
        )
        connection.execute("SELECT pristine.restore()")
        connection.execute("UPDATE authority SET second_look_percent = 0")


def _database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def scratch_database(shared: Path, name: str) -> Urls:
    """An empty database, not migrated, for a test about migrating."""
    server = embedded_urls(shared / "instance", database=TEMPLATE, tuning=CARELESS)
    with _connected(str(_database(server.owner, "postgres"))) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return Urls(app=_database(server.app, name), owner=_database(server.owner, name))
