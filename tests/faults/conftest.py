"""Real processes on the real database, to be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.db.embedded import Urls
from core.settings import Settings

Start = Callable[..., subprocess.Popen[bytes]]

HOUSE = Path(__file__).parents[2]
LONG_SECONDS = 180.0


@pytest.fixture
def start(database: Urls, test_settings: Settings, tmp_path: Path) -> Iterator[Start]:
    """`start("worker")`: a `heard` process on the test's database, gone after the test."""
    started: list[subprocess.Popen[bytes]] = []
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HEARD_")},
        "HEARD_ENVIRONMENT": "test",
        "HEARD_INSTANCE": str(test_settings.instance),
        "DATABASE_URL": database.app,
        "HEARD_OWNER_DATABASE_URL": database.owner,
    }

    def begin(*arguments: str, program: str | None = None) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", program or "from commands import cli; cli()", *arguments]
        with (tmp_path / f"{len(started)}.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=HOUSE, env=environment, stdout=log, stderr=log)
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()


def eventually(holds: Callable[[], bool], seconds: float = LONG_SECONDS) -> bool:
    """Whether it holds before the time is over, looked at four times a second."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.25)
    return holds()
