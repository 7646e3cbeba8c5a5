"""What set-up learnt from the examples; and workers in processes of their own, for tests that kill them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask

from core.db.embedded import Urls
from core.settings import Settings
from nlp.building import built_from, digest_of_sources
from nlp.built_files import BUILT

ROOT = Path(__file__).parents[2]

Worker = subprocess.Popen[str]
StartWorker = Callable[..., Worker]


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of what was learnt from the examples as they are now."""
    assert built_from(BUILT) == digest_of_sources(), (
        "what is read with has changed: run `heard nlp build` first"
    )
    return BUILT


@pytest.fixture
def start_worker(app: Flask, database: Urls, test_settings: Settings) -> Iterator[StartWorker]:
    """`start_worker("again")`: a process that reads what is new, or with "again" what is left to read again."""
    started: list[Worker] = []
    environment = os.environ | {
        "HEARD_ENVIRONMENT": "test",
        "DATABASE_URL": database.app,
        "HEARD_OWNER_DATABASE_URL": database.owner,
        "HEARD_INSTANCE": str(test_settings.instance),
    }

    def start(*arguments: str) -> Worker:
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.nlp.reading_worker", *arguments],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        return started[-1]

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


def begin(worker: Worker) -> None:
    """Let a worker that said it is ready begin."""
    assert worker.stdin is not None
    worker.stdin.write("begin\n")
    worker.stdin.flush()


def wait_for(worker: Worker, word: str, times: int = 1) -> str:
    """The line with which the worker has said `word` this often."""
    assert worker.stdout is not None
    for line in worker.stdout:
        times -= line.startswith(word)
        if times == 0:
            return line
    raise AssertionError("the worker ended early")
