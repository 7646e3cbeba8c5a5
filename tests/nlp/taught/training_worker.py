"""A process that works on the run that is going, for tests that kill it. Run as a module; begins at a line of input."""

import sys

from core.db import db
from nlp.taught import runs
from wsgi import create_app


def tell(step: str, share: float) -> None:
    print(step, share, flush=True)  # noqa: T201


if __name__ == "__main__":
    with create_app().app_context():
        sys.stdin.readline()
        runs.EXAMPLES_EVERY = 25
        run = runs.going()
        assert run is not None
        runs.work_on(run.id, tell)
        db.session.commit()
