"""One process that another keeps running: started apart, started again when it dies, stopped with its keeper."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

STOP_SECONDS = 25
AGAIN_AFTER_SECONDS = 1.0
SET_PARENT_DEATH_SIGNAL = 1


class KeptProcess:
    """A command with its log. It gets no Ctrl-C of its own: the keeper tells it to stop."""

    def __init__(self, name: str, command: Sequence[str], logs: Path) -> None:
        self.name, self.command, self.log = name, list(command), logs / f"{name}.log"
        self.running: subprocess.Popen[bytes] | None = None
        self.died_at: float | None = None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(  # noqa: S603 - our own command
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_keeper if sys.platform == "linux" else None,
            )
        self.died_at = None

    def look(self, say: Callable[[str], None]) -> None:
        """Start it again when it has died a moment ago."""
        if self.running is None or self.running.poll() is None:
            return
        if self.died_at is None:
            say(f"The {self.name} ended ({self.running.returncode}); starting it again. Its log: {self.log}")
            self.died_at = time.monotonic()
        elif time.monotonic() - self.died_at > AGAIN_AFTER_SECONDS:
            self.start()

    def ask_to_stop(self) -> None:
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()

    def wait(self) -> None:
        """Wait for the end, and after a while end it."""
        if self.running is None:
            return
        try:
            self.running.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()


def _end_with_keeper() -> None:
    """In the new process: be told to stop when the keeper dies, even if it was killed."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
