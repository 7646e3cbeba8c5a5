"""`heard bench reread`: reading all history again with two workers, against one."""

import os

import click

from core.bench import Figure, bench, bench_database
from core.db import db
from core.jobs import nudge
from core.running.command_line import make_app
from nlp import rereading
from nlp.benches.workers import say, stop, wait_until, workers
from nlp.codebook.models import Rereading
from nlp.codebook.versions import keep_codebook, lock_codebook, shipped_as_listed, store_version
from nlp.kept.rollup import disagreements

PASSAGES = 100_000
HOW_MANY = "HEARD_BENCH_PASSAGES"
GOAL = 1.7


@bench("reread")
def reread() -> Figure:
    """Passages a second from publishing a version until all is read with it. HEARD_BENCH_PASSAGES sets how many."""
    count = int(os.environ.get(HOW_MANY, PASSAGES))
    with bench_database():
        app = make_app(click.get_current_context())
        with app.app_context():
            keep_codebook()
            say(count, seed=7)
            with workers(2) as pair:
                _read_new()
                ours = _read_again()
                stop(pair[1])
                floor = _read_again()
            wrong = disagreements()
            db.session.close()
            db.engine.dispose()
    return Figure(
        ours=ours,
        floor=floor,
        unit="passages/s",
        goal=GOAL,
        more={"passages": count, "figures_wrong": wrong, "cores": len(os.sched_getaffinity(0))},
    )


def _read_new() -> None:
    for _ in range(rereading.MOST_JOBS):
        nudge(rereading.READ_PASSAGES)
    db.session.commit()
    wait_until(lambda: not rereading.left_new())


def _read_again() -> float:
    """Publish a version and wait; what was read a second, by the database's clock."""
    lock_codebook()
    begun = rereading.begin(store_version(shipped_as_listed(), note="Bench."))
    db.session.commit()
    wait_until(lambda: db.session.get(Rereading, begun.id, populate_existing=True).state == "done")  # type: ignore[union-attr]
    done = db.session.get_one(Rereading, begun.id)
    assert done.finished_at is not None  # noqa: S101 - it is done
    return done.total / (done.finished_at - done.running_since).total_seconds()
