"""Processes are killed in the middle of their work; nothing is lost, nothing happens twice."""

import signal
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.clock import DuePeriod, add_schedule
from core.db import db
from core.jobs import nudge
from core.people.models import ServiceArea
from core.trail import TrailEntry, faults
from feedback.forgetting import AT_ONCE, FORGET
from feedback.models import Response
from feedback.receipts import new_key
from feedback.submission import submit_response
from nlp.kept import rollup
from tests.faults.conftest import LONG_SECONDS, Start, eventually
from tests.feedback.factories import make_collection

WORK = "import runpy; runpy.run_module('tests.faults.slow_work', run_name='__main__')"


def count(session: Session, model: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


def jobs(session: Session, status: str, name: str = "fault.slow") -> int:
    session.rollback()
    found = session.scalar(
        text("SELECT count(*) FROM procrastinate_jobs WHERE status::text = :status AND task_name = :name"),
        {"status": status, "name": name},
    )
    return int(found or 0)


def let_the_dead_be_known(session: Session) -> None:
    """As if five minutes had passed since a worker was last heard of."""
    session.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'"))
    session.commit()


def test_a_worker_killed_in_the_middle_of_a_job_leaves_no_half_and_another_finishes_it(
    app: Flask, session: Session, start: Start
) -> None:
    nudge("fault.slow", slug="once", seconds=30)
    session.commit()
    doomed = start("worker", program=WORK)
    assert eventually(lambda: jobs(session, "doing") == 1)
    doomed.send_signal(signal.SIGKILL)
    doomed.wait()
    assert count(session, ServiceArea) == 0

    session.execute(text("""UPDATE procrastinate_jobs SET args = args || '{"seconds": 0}'"""))
    let_the_dead_be_known(session)
    start("worker", program=WORK)
    assert eventually(lambda: count(session, ServiceArea) == 1)


def test_a_worker_killed_in_the_middle_of_a_sweep_does_not_stop_every_sweep_after_it(
    app: Flask, session: Session, start: Start
) -> None:
    doomed = start("slow-sweep", program=WORK)
    assert eventually(lambda: jobs(session, "doing", "core.sweep") == 1)
    doomed.send_signal(signal.SIGKILL)
    doomed.wait()
    let_the_dead_be_known(session)
    start("worker", program=WORK)
    assert eventually(lambda: jobs(session, "doing", "core.sweep") + jobs(session, "todo", "core.sweep") == 0)


def test_a_worker_killed_while_it_deletes_leaves_everything_whole_and_another_deletes_it_once(
    app: Flask, session: Session, start: Start
) -> None:
    collection = make_collection(retention_months=1)
    for _ in range(AT_ONCE + 5):
        submit_response(
            collection=collection, answers={"good-words": "She is kind."}, key=new_key(), on=date(2020, 1, 1)
        )
    session.commit()
    session.execute(text("DELETE FROM procrastinate_jobs"))
    nudge(FORGET, lock=FORGET)
    session.commit()
    with db.engine.connect() as holder:
        holder.execute(
            text("SELECT FROM trail_head FOR UPDATE")
        )  # all is deleted, and nothing written down yet
        doomed = start("worker", program=WORK)
        assert eventually(lambda: waits_for_a_lock(session) and jobs(session, "doing", FORGET) == 1)
        doomed.send_signal(signal.SIGKILL)
        doomed.wait()
        holder.rollback()
    assert count(session, Response) == AT_ONCE + 5
    let_the_dead_be_known(session)
    start("worker", program=WORK)
    assert eventually(lambda: count(session, Response) == 0)
    assert eventually(lambda: jobs(session, "doing", FORGET) + jobs(session, "todo", FORGET) == 0)
    session.rollback()
    entries = session.scalars(
        select(TrailEntry.detail)
        .where(TrailEntry.action == "deleted what was kept for its time")
        .order_by(TrailEntry.number)
    ).all()
    assert [(entry["responses"], entry["passages"]) for entry in entries] == [(AT_ONCE, AT_ONCE), (5, 5)]
    assert list(faults()) == [] and rollup.disagreements() == 0


def waits_for_a_lock(session: Session) -> bool:
    session.rollback()
    waiting = (
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%trail_head%'"
    )
    return bool(session.scalar(text(waiting)))


def test_a_worker_asked_to_stop_finishes_what_it_does(app: Flask, session: Session, start: Start) -> None:
    nudge("fault.slow", slug="finished", seconds=2)
    session.commit()
    worker = start("worker", program=WORK)
    assert eventually(lambda: jobs(session, "doing") == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=LONG_SECONDS) == 0
    assert count(session, ServiceArea) == 1


@pytest.mark.long
def test_two_clocks_and_two_workers_one_of_each_killed_do_each_period_once(
    app: Flask, session: Session, start: Start
) -> None:
    add_schedule(
        kind="fault", name="Each hour", cron="0 * * * *", since=datetime.now(UTC) - timedelta(hours=40)
    )
    session.commit()
    clocks = [start("clock", program=WORK) for _ in range(2)]
    workers = [start("worker", program=WORK) for _ in range(2)]
    assert eventually(lambda: count(session, ServiceArea) >= 5)
    clocks[0].send_signal(signal.SIGKILL)
    workers[0].send_signal(signal.SIGKILL)
    workers[0].wait()
    session.execute(text("UPDATE due_period SET lease_until = now() WHERE state = 'running'"))
    session.commit()

    def all_done() -> bool:
        session.rollback()
        return not session.scalar(select(func.count()).where(DuePeriod.state != "done"))

    assert eventually(all_done)
    session.rollback()
    periods = session.scalars(select(DuePeriod.period_end)).all()
    slugs = session.scalars(select(func.split_part(ServiceArea.slug, "-", 1))).all()
    assert len(periods) in (40, 41)
    assert sorted(slugs) == sorted(f"{end.astimezone(UTC):%Y%m%d%H%M}" for end in periods)
