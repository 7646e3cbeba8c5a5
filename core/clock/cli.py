"""`heard clock`."""

import signal
from datetime import UTC, datetime
from types import FrameType

import click
import structlog
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from core.clock.due import make_due
from core.db import db
from core.running.command_line import make_process

TICK_SECONDS = 15

log = structlog.get_logger("heard.clock")


def tick(app: Flask) -> None:
    """Look once whether a period has ended. A look that fails is made again at the next tick."""
    try:
        with app.app_context():
            new = make_due(now=datetime.now(UTC))
            db.session.commit()
    except Exception as fault:  # the clock outlives a database that is away for a while
        log.error("tick failed", exc_info=fault)
        return
    if new:
        log.info("periods due", new=new)


def run_clock(app: Flask, *, seconds: float = TICK_SECONDS) -> None:
    """Look at once and then each few seconds, until told to stop."""
    scheduler = BlockingScheduler(timezone=UTC)
    scheduler.add_job(
        tick, "interval", args=[app], seconds=seconds, next_run_time=datetime.now(UTC), coalesce=True
    )

    def stop(_signal: int, _frame: FrameType | None) -> None:
        scheduler.shutdown(wait=False)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    scheduler.start()


@click.command()
@click.pass_context
def clock(ctx: click.Context) -> None:
    """Watch the schedules. Start one, or several so that one can fail: each period still happens once."""
    run_clock(make_process(ctx))
