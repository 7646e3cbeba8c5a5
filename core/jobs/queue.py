"""The queue: Procrastinate on our PostgreSQL, with each job in a context and a transaction of its own."""

import asyncio
import importlib
import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from flask import Flask, current_app
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from procrastinate.jobs import Status
from sqlalchemy import func, make_url, select, text

from core.db import db
from core.jobs.registry import SWEEPS, TASKS, Sweep, Task, plain

SWEEP = "core.sweep"
TAKE_BACK = "core.take_back"
EACH_MINUTE = frozenset({SWEEP, TAKE_BACK})
QUEUE = "heard"
EVERY_MINUTE = "* * * * *"
FIRST_WAIT_SECONDS = 5
STALLED_TRIES = 5
TAKE_BACK_LOCK = 7_305_117  # any number, the same for every process
KEEP_FAILED_HOURS = 30 * 24

log = structlog.get_logger("heard.jobs")


def init_app(app: Flask, *, url: str, modules: Sequence[str]) -> None:
    """Let this application ask for jobs.

    `url` is the SQLAlchemy address of the application's database; `modules` register the jobs and sweeps, and
    are imported only where work is done.
    """
    app.extensions["heard_jobs_at"] = _conninfo(url)
    app.extensions["heard_job_modules"] = tuple(modules)
    app.extensions["heard_queue"] = App(connector=SyncPsycopgConnector())


def load(app: Flask) -> None:
    """Import every module that registers work."""
    for module in app.extensions["heard_job_modules"]:
        importlib.import_module(module)


def nudge(name: str, *, lock: str | None = None, priority: int = 0, **arguments: Any) -> None:
    """Ask for a job in the running transaction: it starts after the commit, or never if that fails.

    Jobs of one `lock` run one at a time, in order. A job of lower `priority` waits for those of a higher one.
    """
    queue: App = current_app.extensions["heard_queue"]
    connection = db.session.connection().connection.driver_connection
    wanted = {key: plain(value) for key, value in arguments.items()}
    queue.configure_task(name, queue=QUEUE, lock=lock, priority=priority, connection=connection).defer(
        **wanted
    )


def waiting(name: str) -> int:
    """How many jobs of this name wait or run."""
    counted = db.session.execute(
        text(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = :name AND status IN ('todo', 'doing')"
        ),
        {"name": name},
    )
    return int(counted.scalar_one())


def queued(name: str) -> bool:
    """Whether a job of this name waits for a worker."""
    found = db.session.execute(
        text("SELECT 1 FROM procrastinate_jobs WHERE task_name = :name AND status = 'todo' LIMIT 1"),
        {"name": name},
    )
    return found.first() is not None


def run_worker(app: Flask, *, concurrency: int = 2, grace_seconds: float = 20) -> None:
    """Work until told to stop. A stop lets running jobs finish for `grace_seconds`."""
    asyncio.run(_work(app, wait=True, concurrency=concurrency, grace_seconds=grace_seconds))


def run_waiting(app: Flask) -> None:
    """Work until nothing waits, then come back."""
    asyncio.run(_work(app, wait=False, concurrency=1, grace_seconds=20))


def run_sweeps(app: Flask) -> None:
    """Run each sweep once, in a transaction of its own; one that fails does not stop the others."""
    for sweep in SWEEPS.values():
        try:
            _run_sweep(app, sweep)
        except Exception as fault:
            log.error("sweep failed", sweep=sweep.name, exc_info=fault)


def _run_sweep(app: Flask, sweep: Sweep) -> None:
    with app.app_context():
        if sweep.unless_waiting and waiting(sweep.unless_waiting):
            return
        sweep.run()
        db.session.commit()


async def _work(app: Flask, *, wait: bool, concurrency: int, grace_seconds: float) -> None:
    load(app)
    connector = PsycopgConnector(
        conninfo=app.extensions["heard_jobs_at"], min_size=1, max_size=concurrency + 3
    )
    queue = App(connector=connector)
    for task in TASKS.values():
        queue.task(
            name=task.name,
            queue=QUEUE,
            pass_context=True,
            retry=task.tries > 1
            and RetryStrategy(max_attempts=task.tries - 1, exponential_wait=FIRST_WAIT_SECONDS),
        )(_in_transaction(app, task))
    if wait:
        _register_each_minute(app, queue)
    async with queue.open_async():
        if wait:
            await _take_back_stalled(app, queue)
        await queue.run_worker_async(
            queues=[QUEUE],
            concurrency=concurrency,
            wait=wait,
            listen_notify=wait,
            install_signal_handlers=wait,
            delete_jobs="successful",
            shutdown_graceful_timeout=grace_seconds,
        )


def _in_transaction(app: Flask, task: Task) -> Callable[..., None]:
    def run(context: JobContext, **arguments: Any) -> None:
        began = time.monotonic()
        with app.app_context():
            try:
                task.run(**arguments)
                db.session.commit()
            except Exception as fault:
                log.error("job failed", job=task.name, number=context.job.id, exc_info=fault)
                raise
        log.info("job done", job=task.name, number=context.job.id, seconds=round(time.monotonic() - began, 3))

    return run


def _register_each_minute(app: Flask, queue: App) -> None:
    """Two jobs a minute. Taking back holds no lock of the queue: it must run when the sweep itself is stuck."""

    @queue.periodic(cron=EVERY_MINUTE)
    @queue.task(name=TAKE_BACK, queue=QUEUE, queueing_lock=TAKE_BACK)
    async def take_back(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate passes it
        await _take_back_stalled(app, queue)
        await queue.job_manager.delete_old_jobs(nb_hours=KEEP_FAILED_HOURS, include_failed=True)

    @queue.periodic(cron=EVERY_MINUTE)
    @queue.task(name=SWEEP, queue=QUEUE, queueing_lock=SWEEP, lock=SWEEP)
    async def sweep(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate passes it
        await asyncio.to_thread(run_sweeps, app)


async def _take_back_stalled(app: Flask, queue: App) -> None:
    """Jobs of a worker that died start again; one that has died too often is set aside for a person.

    One process at a time: a job that another has already taken back may run again by now. What comes each
    minute anyway is only cleared away, so that it does not stand in the way of the next.
    """
    with app.app_context():
        if not db.session.scalar(select(func.pg_try_advisory_xact_lock(TAKE_BACK_LOCK))):
            return
        for job in await queue.job_manager.get_stalled_jobs():
            if job.task_name in EACH_MINUTE:
                await queue.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
            elif job.attempts < STALLED_TRIES:
                await queue.job_manager.retry_job(job)
            else:
                await queue.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
                log.error("job set aside", job=job.task_name, number=job.id, attempts=job.attempts)


def _conninfo(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
