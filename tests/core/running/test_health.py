"""Whether a process says truly how it is."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session


def test_a_process_with_a_migrated_database_is_ready(client: FlaskClient) -> None:
    assert client.get("/health/live").json == {"live": True}
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json == {
        "ready": True, "database": True, "migrated": True, "jobs_on_time": True, "reading_whole": True,
    }  # fmt: skip


def test_a_reading_that_is_not_whole_is_told_and_does_not_stop_the_process(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "heard_reads_with_all", lambda: False)
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["reading_whole"] is False


def test_jobs_that_nobody_does_are_told(client: FlaskClient, session: Session) -> None:
    session.execute(text("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('heard', 'try')"))
    session.execute(text("UPDATE procrastinate_events SET at = now() - interval '1 hour'"))
    session.commit()
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["jobs_on_time"] is False
