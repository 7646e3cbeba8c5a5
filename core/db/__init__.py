"""The database: one PostgreSQL, one declarative base, one commit a request."""

import time
from datetime import date, datetime
from inspect import iscoroutinefunction
from typing import Any
from uuid import UUID, uuid4

import uuid_utils.compat
from flask import Flask, Response, request
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Date, DateTime, Engine, MetaData, Text, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

RESTED_SECONDS = 1.0
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONSTRAINT_NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(constraint_name)s",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}

db = SQLAlchemy(session_options={"expire_on_commit": False})


class Base(DeclarativeBase):
    """Every row. The id is set first, so that sealed columns can be bound to it at once."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map = {
        str: Text(),
        datetime: DateTime(timezone=True),
        date: Date(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
        list[str]: JSONB(),
    }


class TimeOrdered:
    """Primary key that grows with time (UUIDv7): good for indexes, says when the row was made."""

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        self.id = values.pop("id", None) or uuid_utils.compat.uuid7()
        for name, value in values.items():
            setattr(self, name, value)


class Untimed:
    """Random primary key (UUIDv4): for rows whose public identifier must not say when they were made."""

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        self.id = values.pop("id", None) or uuid4()
        for name, value in values.items():
            setattr(self, name, value)


def init_app(app: Flask, *, url: str) -> None:
    app.config["SQLALCHEMY_ENGINES"] = {
        "default": {
            "url": url,
            "pool_size": 8,
            "max_overflow": 8,
            "hide_parameters": True,
        }
    }
    db.init_app(app)
    with app.app_context():
        _ask_after_rest(db.engine)
    # No engine of ours is asynchronous; the empty clean-up of such ones costs a thread a request.
    app.teardown_appcontext_funcs[:] = [
        clean_up for clean_up in app.teardown_appcontext_funcs if not iscoroutinefunction(clean_up)
    ]
    app.after_request(_commit_once)


def _ask_after_rest(engine: Engine) -> None:
    """Ask a connection that has rested whether it is still there; a busy one need not be asked each time."""

    @event.listens_for(engine, "checkin")
    def rest(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def wake(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        rested = time.monotonic() - record.info.get("rests_since", time.monotonic())
        if rested > RESTED_SECONDS and not _answers(engine, connection):
            raise DisconnectionError


def _answers(engine: Engine, connection: DBAPIConnection) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error:
        return False


def _commit_once(response: Response) -> Response:
    """A request that changes things and succeeds is committed, once; every other leaves no mark."""
    if request.method not in SAFE_METHODS and response.status_code < 400:
        db.session.commit()
    else:
        db.session.rollback()
    return response
