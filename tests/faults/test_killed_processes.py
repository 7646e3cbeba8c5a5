"""Processes are killed in the middle of their work; nothing is lost, nothing happens twice."""

import signal
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.clock import DuePeriod, add_schedule
from core.jobs import nudge
from core.people.models import ServiceArea
from tests.faults.conftest import LONG_SECONDS, Start, eventually

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


def test_a_worker_asked_to_stop_finishes_what_it_does(app: Flask, session: Session, start: Start) -> None:
    nudge("fault.slow", slug="finished", seconds=2)
    session.commit()
    worker = start("worker", program=WORK)
    assert eventually(lambda: jobs(session, "doing") == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=LONG_SECONDS) == 0
    assert count(session, ServiceArea) == 1


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
