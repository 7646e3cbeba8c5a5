"""How long reading may take, for a worker and on the command line alike."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 10.0
CHARACTERS_AT_ONCE = 200_000


class TooSlow(Exception):
    """The time limit passed."""


def allowed(characters: int, seconds: float = SECONDS) -> float:
    """The limit in seconds for so many characters: `seconds`, and for more than are read at once in proportion."""
    return seconds * max(1.0, characters / CHARACTERS_AT_ONCE)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop what takes longer, where it stands, with `TooSlow`. For the main thread of a process alone."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
