"""A pause after very many wrong codes.

Rationale: a code has 80 bits, so nobody finds one by trying; the pause keeps a machine that tries from
costing anything. It counts wrong tries in this process only and never learns whose they were, so no address
is kept. A right code is always let in.
"""

import time
from collections import deque
from threading import Lock

MOST_WRONG = 20
WITHIN_SECONDS = 60.0

_wrong: deque[float] = deque(maxlen=MOST_WRONG)
_lock = Lock()


def one_more_wrong() -> bool:
    """Count a wrong try; true where there were too many just now."""
    now = time.monotonic()
    with _lock:
        full = len(_wrong) == MOST_WRONG and now - _wrong[0] < WITHIN_SECONDS
        if not full:
            _wrong.append(now)
        return full


def forget() -> None:
    """Start counting again."""
    with _lock:
        _wrong.clear()
