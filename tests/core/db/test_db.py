"""Connections: one that rested may be gone, and nobody notices."""

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from core import db as database
from core.db import db

PID = text("SELECT pg_backend_pid()")


def test_a_connection_that_was_cut_while_it_rested_is_replaced(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "RESTED_SECONDS", -1.0)
    with app.app_context():
        with db.engine.connect() as resting:
            gone = resting.scalar(PID)
        address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [gone])
        with db.engine.connect() as woken:
            assert woken.scalar(PID) != gone
