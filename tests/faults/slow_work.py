"""A job and a handler that take long enough to be killed in the middle. Run as the program of a process."""

import sys
import time
from uuid import uuid4

from sqlalchemy import text

from core.clock import DuePeriod, on_due
from core.clock.cli import run_clock
from core.db import db
from core.jobs.queue import run_worker
from core.jobs.registry import sweep, task
from core.people.models import ServiceArea
from wsgi import create_app


@task("fault.slow")
def slow(slug: str, seconds: float) -> None:
    """Write, wait, and only then be committed."""
    db.session.add(ServiceArea(slug=slug, name="written by a job"))
    db.session.flush()
    time.sleep(seconds)


@on_due("fault")
def note(period: DuePeriod) -> None:
    """One row for each time a period is done."""
    db.session.add(ServiceArea(slug=f"{period.period_end:%Y%m%d%H%M}-{uuid4()}", name="a period"))
    db.session.execute(text("SELECT pg_sleep(0.2)"))
    db.session.flush()


def sleep_long() -> None:
    """A sweep that is never done."""
    time.sleep(3600)


if __name__ == "__main__":
    if sys.argv[1] == "clock":
        run_clock(create_app(), seconds=0.2)
    else:
        if sys.argv[1] == "slow-sweep":
            sweep()(sleep_long)
        run_worker(create_app(), concurrency=2, grace_seconds=5)
