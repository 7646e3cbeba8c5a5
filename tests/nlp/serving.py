"""Other processes that a bounded reader may be given: one that stalls, breaks and dies, one that never starts."""

import os
import time
from multiprocessing.connection import Connection

from nlp.bounded import READY


def serve_slowly(pipe: Connection) -> None:
    """Answers each batch with its own words; `slow`, `fault` and `crash` do what they say."""
    pipe.recv()
    pipe.send(READY)
    while True:
        try:
            batch, _ = pipe.recv()
        except EOFError:
            return
        words = [one.words for one in batch]
        if "slow" in words:
            time.sleep(600)
        if "crash" in words:
            os._exit(1)
        pipe.send("KeyError" if "fault" in words else words)


def serve_never(pipe: Connection) -> None:
    raise ValueError("this pipeline is broken")
