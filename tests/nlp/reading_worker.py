"""A worker of its own process, for tests that kill it: reads small batches, slow to commit, until
nothing is new, or with the argument `again` until nothing is left to read again.

Run with `python -m tests.nlp.reading_worker`. Prints `ready` and its reader's process number, begins at a line
on its input, and prints each batch's state.
"""

import sys
import time

from sqlalchemy import func, select

from core.db import db
from core.passages import Passage
from nlp import reading_jobs, rereading
from nlp.bounded import Text
from nlp.codebook.versions import keep_codebook
from nlp.findings import Speaker
from nlp.redact import NOBODY
from wsgi import create_app

LINGER_SECONDS = 0.15
rereading.BATCH = 4


def new() -> int:
    return db.session.scalars(select(func.count()).where(Passage.state == "new")).one()


def left() -> int:
    return rereading.left_to_reread(keep_codebook().id)


def work(*, again: bool) -> None:
    job, count = (reading_jobs.reread_passages, left) if again else (reading_jobs.read_passages, new)
    reading_jobs.reader.read([Text("hello", Speaker.child)], familiar=NOBODY)
    process = reading_jobs.reader._process
    print("ready", process.pid if process else 0, flush=True)  # noqa: T201
    sys.stdin.readline()
    while count():
        job()
        print("stored", flush=True)  # noqa: T201
        time.sleep(LINGER_SECONDS)
        db.session.commit()
        print("committed", flush=True)  # noqa: T201


if __name__ == "__main__":
    with create_app().app_context():
        work(again="again" in sys.argv)
