"""`heard bench memory`: what a worker holds in memory after 20,000 passages, no two alike, against after 1,000."""

import os

import click

from core.bench import Figure, bench, bench_database
from core.db import db
from core.jobs import nudge
from core.running.command_line import make_app
from nlp import rereading
from nlp.benches.workers import resident_megabytes, say, wait_until, workers
from nlp.codebook.versions import keep_codebook

BEFORE, AFTER = 1_000, 20_000
MOST_GROWTH_MB = 50.0


@bench("memory")
def memory() -> Figure:
    """Resident megabytes of a worker and its reader. The goal is growth below 50 MB, given here as a ratio."""
    after = max(2 * BEFORE, int(os.environ.get("HEARD_BENCH_PASSAGES", AFTER)))
    with bench_database():
        app = make_app(click.get_current_context())
        with app.app_context():
            keep_codebook()
            with workers(1) as (worker,):
                floor = _read(worker.pid, BEFORE, seed=1)
                ours = _read(worker.pid, after - BEFORE, seed=2)
            db.session.close()
            db.engine.dispose()
    return Figure(
        ours=ours,
        floor=floor,
        unit="MB",
        goal=round((floor + MOST_GROWTH_MB) / floor, 3),
        at_most=True,
        more={"growth_mb": round(ours - floor, 1), "growth_goal": "< 50", "passages": after},
    )


def _read(pid: int, count: int, *, seed: int) -> float:
    """Megabytes once this many more are read."""
    say(count, seed=seed)
    for _ in range(4):
        nudge(rereading.READ_PASSAGES)
    db.session.commit()
    wait_until(lambda: not rereading.left_new())
    return resident_megabytes(pid)
